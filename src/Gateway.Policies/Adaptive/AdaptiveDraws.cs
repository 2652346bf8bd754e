namespace Gateway.Policies;

/// <summary>The samples of one request, drawn in rounds.</summary>
/// <param name="run">The run.</param>
/// <param name="prompt">What every sample is asked.</param>
/// <param name="models">Who is asked, by turns.</param>
/// <param name="least">Samples of the first round at least.</param>
/// <param name="most">Samples in all at most.</param>
/// <param name="bucket">Keeps the average over requests; null where there is none to keep.</param>
internal sealed class AdaptiveDraws(PolicyRun run, Prompt prompt, IReadOnlyList<string> models, int least, int most, SampleBucket? bucket)
{
    private readonly List<ModelCall> _calls = [];

    /// <summary>Samples in all at most.</summary>
    public int Most { get; private set; } = most;

    /// <summary>Samples drawn so far.</summary>
    public int Drawn => _calls.Count;

    /// <summary>Samples that the average over requests refused.</summary>
    public int Refused { get; private set; }

    /// <summary>The calls of the next round.</summary>
    /// <param name="wanted">How many samples would be of use.</param>
    /// <returns>Empty where no further sample may be drawn.</returns>
    public IReadOnlyList<ModelCall> Next(int wanted)
    {
        var first = Drawn;
        var count = Math.Min(Math.Max(wanted, least - Drawn), Most - Drawn);
        if (first == 0) bucket?.Open(count);
        else if (bucket is not null && count > 0) count = Granted(count, bucket);

        // The k-th sample of all: a model's own samples are numbered one after the other.
        for (var sample = first; sample < first + count; sample++)
            _calls.Add(new ModelCall(models[sample % models.Count], prompt) { SampleIndex = sample / models.Count });
        return _calls[first..];
    }

    /// <summary>Sets what this request may have at most, within what any may.</summary>
    public void Limit(int samples) => Most = Math.Clamp(samples, Math.Max(least, Drawn), Most);

    /// <summary>For the record.</summary>
    public string Describe() => Refused > 0 ? $"{Drawn} of at most {Most} samples drawn, {Refused} refused to keep mean_n" : $"{Drawn} of at most {Most} samples drawn";

    /// <summary>Makes the calls of a round, each candidate when it is there.</summary>
    public IAsyncEnumerable<Candidate> CallAsync(IReadOnlyList<ModelCall> round, CancellationToken cancellationToken) => run.CallManyAsync(round, cancellationToken);

    private int Granted(int count, SampleBucket from)
    {
        var granted = from.Take(count);
        Refused += count - granted;
        return granted;
    }
}
