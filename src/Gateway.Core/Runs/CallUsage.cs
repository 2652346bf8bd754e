using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Turns what a model said about its tokens, or what is known without it, into money.</summary>
internal static class CallUsage
{
    /// <summary>The spend of a finished call. Without counts from the model, tokens are estimated as characters / 4, rounded up.</summary>
    public static Spend Of(UsageDetails? usage, Price price, Prompt prompt, int textLength, int calls, out bool estimated)
    {
        estimated = usage is null || (usage.InputTokenCount is null && usage.OutputTokenCount is null) || usage.IsEstimate();
        var input = usage?.InputTokenCount ?? (prompt.EstimateInputTokens() + 1) / 2;
        var cached = usage?.CachedInputTokenCount ?? 0;
        var output = usage?.OutputTokenCount ?? (textLength + 3) / 4;
        return new Spend(calls, input, cached, output, price.Of(input, cached, output)) { ReasoningTokens = usage?.ReasoningTokenCount ?? 0 };
    }

    /// <summary>The spend of a call that ended before its usage was told: the prompt's tokens and what had been generated.</summary>
    public static Spend Unfinished(CallProgress progress, Price price, Prompt prompt, long? knownInput, int calls)
    {
        if (progress.Queued) return new Spend(calls, 0, 0, 0, 0);
        var input = progress.InputTokens > 0 ? progress.InputTokens : knownInput ?? (prompt.EstimateInputTokens() + 1) / 2;
        var output = progress.OutputTokens;
        return new Spend(calls, input, 0, output, price.Of(input, 0, output));
    }
}
