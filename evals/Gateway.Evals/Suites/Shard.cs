using System.Globalization;

namespace Gateway.Evals.Suites;

/// <summary>A part of a run: every <paramref name="Count"/>-th item from <paramref name="Index"/> on.</summary>
internal sealed record Shard(int Index, int Count)
{
    public const string Legal = "i/n with n from 1 to 10000 and i from 0, as a Kubernetes Job counts, to n, which is the same as 0";

    /// <summary>Reads <c>i/n</c>. People count parts from 1 and Jobs from 0: n of n is part 0, so that both ways cover everything once.</summary>
    /// <returns>Null where the text is none.</returns>
    public static Shard? TryParse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0
            || !int.TryParse(text.AsSpan(0, slash), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || !int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < 1 or > 10_000
            || index > count)
        {
            return null;
        }

        return new Shard(index % count, count);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Index}/{Count}");
}
