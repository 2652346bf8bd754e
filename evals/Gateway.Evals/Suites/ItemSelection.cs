using System.Security.Cryptography;
using System.Text;

namespace Gateway.Evals.Suites;

/// <summary>Which items of a suite a run asks.</summary>
/// <param name="Split">Only this one; <c>all</c> for every one.</param>
/// <param name="Limit">At most so many; null for all.</param>
/// <param name="Shard">The part of them that this process asks; null for all.</param>
internal sealed record ItemSelection(string Split, int? Limit, Shard? Shard)
{
    public const string AllSplits = "all";

    /// <summary>
    /// The items in the suite's order. A limit draws by a hash of the ids, not from the top, since many sets are sorted by category; the
    /// items of a smaller limit are among those of a larger one.
    /// </summary>
    /// <exception cref="SuiteProblemException">There are none.</exception>
    public IReadOnlyList<SuiteItem> Of(IReadOnlyList<SuiteItem> items)
    {
        var chosen = Split == AllSplits ? items : [.. items.Where(item => item.Split == Split)];
        if (chosen.Count == 0)
            throw new SuiteProblemException($"there are no items in the split '{Split}'; legal are {string.Join(", ", items.Select(static item => item.Split).Distinct().Order(StringComparer.Ordinal))} and {AllSplits}");
        if (Limit < chosen.Count)
        {
            var drawn = chosen.OrderBy(Rank, StringComparer.Ordinal).Take(Limit.Value).ToHashSet();
            chosen = [.. chosen.Where(drawn.Contains)];
        }

        return Shard is null ? chosen : [.. chosen.Where((_, index) => index % Shard.Count == Shard.Index)];
    }

    private static string Rank(SuiteItem item) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(item.Id)));
}
