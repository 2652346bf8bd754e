using System.Globalization;

namespace Gateway.Tests.Evals.Suites;

/// <summary>Finds an expression by trying all: two of the numbers become one, until the target is there.</summary>
internal static class Expressions
{
    /// <param name="gold">A puzzle such as <c>4 5 6 10 -> 24</c>.</param>
    public static string For(string gold)
    {
        var sides = gold.Split(gold.Contains("->", StringComparison.Ordinal) ? "->" : "~>");
        var numbers = sides[0].Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static text => (Value(text), text)).ToArray();
        return Search(numbers, Value(sides[1])) ?? throw new InvalidOperationException($"Nothing makes {gold}.");
    }

    private static string? Search((double Value, string Text)[] numbers, double target)
    {
        if (numbers is [var last]) return Math.Abs(last.Value - target) < 1e-9 ? last.Text : null;
        for (var i = 0; i < numbers.Length; i++)
        {
            for (var j = 0; j < numbers.Length; j++)
            {
                if (i == j) continue;
                var ((a, left), (b, right)) = (numbers[i], numbers[j]);
                var others = numbers.Where((_, k) => k != i && k != j).ToArray();
                foreach (var made in new[] { (a + b, $"({left} + {right})"), (a - b, $"({left} - {right})"), (a * b, $"({left} * {right})"), (b == 0 ? double.NaN : a / b, $"({left} / {right})") })
                {
                    if (Search([.. others, made], target) is { } found) return found;
                }
            }
        }

        return null;
    }

    private static double Value(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
