namespace Gateway.Policies;

/// <summary>Samples of one prompt.</summary>
internal static class SampleCalls
{
    /// <summary>Calls for several samples of a model, which share the prompt object: by it the engine knows calls that one request can draw.</summary>
    /// <param name="model">Who is asked.</param>
    /// <param name="prompt">What, as <see cref="ForOneChoice"/> makes it.</param>
    /// <param name="count">How many samples.</param>
    /// <param name="first">The index of the first: samples of an index that was drawn before would be the same answers.</param>
    public static IEnumerable<ModelCall> Of(string model, Prompt prompt, int count, int first = 0) =>
        Enumerable.Range(first, count).Select(index => new ModelCall(model, prompt) { SampleIndex = index });

    /// <summary>The request under the policy's sampling, for calls of one sample each.</summary>
    public static Prompt ForOneChoice(this Sampling sampling, Prompt request)
    {
        var prompt = sampling.Over(request);

        // The server refuses several choices for these kinds; a caller in process must not get n samples a call either.
        if (prompt.Options.ChoiceCount() != 1) prompt.Options.SetChoiceCount(1);
        return prompt;
    }
}
