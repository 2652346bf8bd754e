using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Counts what a stream has brought, for the bill of a call that does not reach its end.</summary>
internal static class CallProgressExtensions
{
    /// <summary>An update with content is one token at least; a usage says how many they are.</summary>
    public static void Count(this CallProgress progress, ChatResponseUpdate update)
    {
        var says = false;
        foreach (var content in update.Contents)
        {
            if (content is UsageContent { Details: var usage }) progress.Know(usage);
            else says = true;
        }

        if (says || update.RawRepresentation is WireDelta { HasDelta: true }) progress.OutputTokens++;
    }

    /// <summary>The endpoint's own counts go before what was counted here.</summary>
    public static void Know(this CallProgress progress, UsageDetails usage)
    {
        if (usage.InputTokenCount is { } input) progress.InputTokens = input;
        if (usage.OutputTokenCount is { } output) progress.OutputTokens = output;
    }
}
