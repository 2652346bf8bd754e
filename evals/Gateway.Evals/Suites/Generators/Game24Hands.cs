namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// The four numbers of 1 to 13 that make 24, hardest last: the fewer sequences of three operations reach 24, the harder a hand is
/// taken to be. 1362 of the 1820 hands make it.
/// </summary>
internal static class Game24Hands
{
    private const int Largest = 13;

    private static readonly Lazy<int[][]> Ranked = new(Rank);

    /// <summary>A tenth of the hands.</summary>
    /// <param name="difficulty">1 to 10.</param>
    public static int[][] Of(int difficulty) =>
        [.. Ranked.Value.Where((_, rank) => rank * 10 / Ranked.Value.Length == difficulty - 1)];

    private static int[][] Rank()
    {
        var hands =
            from a in Enumerable.Range(1, Largest)
            from b in Enumerable.Range(a, Largest + 1 - a)
            from c in Enumerable.Range(b, Largest + 1 - b)
            from d in Enumerable.Range(c, Largest + 1 - c)
            let ways = Ways([(a, 1), (b, 1), (c, 1), (d, 1)])
            where ways > 0
            orderby ways descending, a, b, c, d
            select (int[])[a, b, c, d];
        return [.. hands];
    }

    // Fractions are exact: 8 / (3 - 8/3) is 24. They are not reduced, four numbers being far from overflow.
    private static int Ways(ReadOnlySpan<(long Top, long Bottom)> numbers)
    {
        if (numbers.Length == 1) return numbers[0].Top == 24 * numbers[0].Bottom ? 1 : 0;

        var ways = 0;
        Span<(long, long)> next = stackalloc (long, long)[numbers.Length - 1];
        Span<(long, long)> results = stackalloc (long, long)[6];
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = i + 1; j < numbers.Length; j++)
            {
                if (IsRepeated(numbers, i, j)) continue;

                var kept = 0;
                for (var other = 0; other < numbers.Length; other++)
                {
                    if (other != i && other != j) next[kept++] = numbers[other];
                }

                foreach (var result in results[..Combine(numbers[i], numbers[j], results)])
                {
                    next[^1] = result;
                    ways += Ways(next);
                }
            }
        }

        return ways;
    }

    // Equal numbers are interchangeable: of 3, 3, 8, 8 only three pairs differ. A pair counts at its first place.
    private static bool IsRepeated(ReadOnlySpan<(long, long)> numbers, int i, int j) =>
        numbers[..i].Contains(numbers[i]) || numbers[..i].Contains(numbers[j]) || numbers[(i + 1)..j].Contains(numbers[j]);

    private static int Combine((long Top, long Bottom) a, (long Top, long Bottom) b, Span<(long, long)> results)
    {
        var (left, right, bottom) = (a.Top * b.Bottom, b.Top * a.Bottom, a.Bottom * b.Bottom);
        var count = 0;
        results[count++] = (left + right, bottom);
        results[count++] = (a.Top * b.Top, bottom);
        results[count++] = (left - right, bottom);
        if (right != 0) results[count++] = (left, right);
        // Equal numbers give the same the other way round.
        if (left == right) return count;
        results[count++] = (right - left, bottom);
        if (left != 0) results[count++] = (right, left);
        return count;
    }
}
