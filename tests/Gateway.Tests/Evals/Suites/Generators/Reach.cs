namespace Gateway.Tests.Evals.Suites.Generators;

/// <summary>Brute force over expressions, apart from what the generators do: by halves of the numbers, in doubles.</summary>
internal static class Reach
{
    /// <summary>Whether an expression of exactly these numbers has the value.</summary>
    public static bool Exactly(double[] numbers, double target)
    {
        var values = new HashSet<double>?[1 << numbers.Length];
        return Values(numbers, values, values.Length - 1).Any(value => Math.Abs(value - target) < 1e-6);
    }

    /// <summary>Whether an expression of some of these numbers has the value.</summary>
    public static bool AtMost(double[] numbers, double target)
    {
        var values = new HashSet<double>?[1 << numbers.Length];
        return Enumerable.Range(1, values.Length - 1).Any(set => Values(numbers, values, set).Any(value => Math.Abs(value - target) < 1e-6));
    }

    private static HashSet<double> Values(double[] numbers, HashSet<double>?[] known, int set)
    {
        if (known[set] is { } done) return done;

        var values = new HashSet<double>();
        if ((set & (set - 1)) == 0) values.Add(numbers[int.Log2(set)]);
        for (var part = (set - 1) & set; part > 0; part = (part - 1) & set)
        {
            foreach (var a in Values(numbers, known, part))
            {
                foreach (var b in Values(numbers, known, set ^ part))
                {
                    // Every ordered pair of parts comes, so that one order of minus and divide is enough. Rounded, so that equal values meet.
                    values.Add(Math.Round(a + b, 9));
                    values.Add(Math.Round(a - b, 9));
                    values.Add(Math.Round(a * b, 9));
                    if (b != 0) values.Add(Math.Round(a / b, 9));
                }
            }
        }

        return known[set] = values;
    }
}
