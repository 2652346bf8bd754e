using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>An endpoint's usage: what was read from it, and how it was written.</summary>
/// <param name="Details">The counts that the engine bills.</param>
/// <param name="Json">The object as it came.</param>
public sealed record WireUsage(UsageDetails Details, ReadOnlyMemory<byte> Json)
{
    /// <summary>This is the usage of the whole run: it was one call, and the endpoint's own object says more than the sums.</summary>
    internal bool Is(Spend spend) => Details.InputTokenCount == spend.InputTokens && Details.OutputTokenCount == spend.OutputTokens;
}
