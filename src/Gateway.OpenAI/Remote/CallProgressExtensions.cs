using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Counts what a stream has brought, for the bill of a call that does not reach its end.</summary>
internal static class CallProgressExtensions
{
    /// <summary>A delta that says something is one token at least; a usage says how many they are.</summary>
    public static void Count(this CallProgress progress, ChatResponseUpdate update)
    {
        if (update.RawRepresentation is not WireDelta delta) return;
        if (delta.HasDelta) progress.OutputTokens++;
        if (delta.Usage is not null) progress.Know(delta.Usage.Details);
    }

    /// <summary>The endpoint's own counts go before what was counted here.</summary>
    public static void Know(this CallProgress progress, UsageDetails usage)
    {
        if (usage.InputTokenCount is { } input) progress.InputTokens = input;
        if (usage.OutputTokenCount is { } output) progress.OutputTokens = output;
    }
}
