namespace Gateway.Policies;

/// <summary>
/// How much of the answer is sure, and has been given: the steps with which all beams begin. What was given is never taken back, so an end that
/// may turn out to be the beginning of a stop text waits.
/// </summary>
/// <param name="prefix">The words with which every answer begins.</param>
/// <param name="stops">The request's stop texts; null for none.</param>
internal sealed class CommittedText(string prefix, IList<string>? stops)
{
    private readonly string[] _stops = [.. stops ?? []];
    private int _given;

    /// <summary>What has become sure since the last look; empty where nothing has.</summary>
    public string Advance(IReadOnlyList<Beam> beams)
    {
        var first = beams[0].Steps;
        var shared = 0;
        while (shared < first.Count && beams.All(beam => shared < beam.Steps.Count && beam.Steps[shared] == first[shared])) shared++;
        var written = string.Concat(first.Take(shared));

        // The prefix alone is not sure yet: until a step is, the run may fail.
        return shared == 0 ? "" : Give(prefix + written[..^StopTexts.PossibleBeginning(written, _stops)]);
    }

    /// <summary>The rest of the answer that was chosen.</summary>
    public string Rest(string answer) => Give(prefix + answer);

    private string Give(string text)
    {
        if (text.Length <= _given) return "";
        var more = text[_given..];
        _given = text.Length;
        return more;
    }
}
