namespace Gateway.Policies;

/// <summary>A stage as it is asked.</summary>
/// <param name="Name">For people, and for what is learned about who agrees with whom.</param>
/// <param name="Members">Who is asked, and the index of each one's first sample here: a model of an earlier stage gives new samples.</param>
/// <param name="Samples">Of each.</param>
internal sealed record Stage(string Name, IReadOnlyList<(string Model, int First)> Members, int Samples)
{
    /// <summary>How sure the stage is; null in the last one.</summary>
    public Signal? Signal { get; init; }

    /// <summary>The least signal that is accepted; infinity accepts nothing.</summary>
    public double Threshold { get; init; } = double.PositiveInfinity;

    /// <summary>The share of what reached it that the stage handed on when it was fitted; null where that was not seen.</summary>
    public double? Deferred { get; init; }

    public int TotalSamples => Members.Count * Samples;

    /// <summary>One call for each sample, over one prompt.</summary>
    /// <param name="plain">The prompt of all stages; one whose signal reads log probabilities asks for them beside.</param>
    public IReadOnlyList<ModelCall> Calls(Prompt plain)
    {
        var prompt = plain;
        if (Signal is { ReadsLogprobs: true })
        {
            prompt = plain with { Options = plain.Options.Clone() };
            prompt.Options.WantLogprobs();
        }

        return [.. Members.SelectMany(member => SampleCalls.Of(member.Model, prompt, Samples, member.First))];
    }

    /// <summary>A call is one of the stage's samples.</summary>
    public bool Draws(ModelCall call) => Members.Any(member =>
        string.Equals(member.Model, call.Model, StringComparison.OrdinalIgnoreCase) && call.SampleIndex >= member.First && call.SampleIndex < member.First + Samples);
}
