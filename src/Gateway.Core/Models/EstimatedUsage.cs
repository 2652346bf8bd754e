using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Marks token counts that nobody counted.</summary>
public static class EstimatedUsage
{
    private const string Key = "gateway.estimated";

    public static UsageDetails AsEstimate(this UsageDetails usage)
    {
        (usage.AdditionalCounts ??= [])[Key] = 1;
        return usage;
    }

    public static bool IsEstimate(this UsageDetails usage) => usage.AdditionalCounts?.ContainsKey(Key) == true;
}
