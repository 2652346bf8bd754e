using System.Numerics;

namespace Gateway.Tests.Evals.Statistics;

internal static class Draws
{
    /// <summary>Every way to draw k of n samples.</summary>
    public static IEnumerable<int[]> Of(int n, int k) =>
        Enumerable.Range(0, 1 << n)
            .Where(set => BitOperations.PopCount((uint)set) == k)
            .Select(set => Enumerable.Range(0, n).Where(sample => (set >> sample & 1) == 1).ToArray());
}
