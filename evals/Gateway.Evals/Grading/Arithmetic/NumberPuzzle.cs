using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Numerics;

namespace Gateway.Evals.Grading.Arithmetic;

/// <summary>Numbers and what to make of them: <c>4 5 6 10 -> 24</c> where each is used once, <c>~></c> where some may be left over.</summary>
internal sealed record NumberPuzzle(IReadOnlyList<BigInteger> Numbers, BigInteger Target, bool UsesAll)
{
    public static bool TryRead(string gold, [NotNullWhen(true)] out NumberPuzzle? puzzle)
    {
        puzzle = null;
        var usesAll = gold.Contains("->", StringComparison.Ordinal);
        if (gold.Split(usesAll ? "->" : "~>") is not [var left, var right] || !TryWhole(right.Trim(), out var target)) return false;
        var numbers = new List<BigInteger>();
        foreach (var word in left.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!TryWhole(word, out var number)) return false;
            numbers.Add(number);
        }

        puzzle = new NumberPuzzle(numbers, target, usesAll);
        return true;
    }

    public bool Allows(IReadOnlyList<BigInteger> used)
    {
        var left = Numbers.ToList();
        return used.All(left.Remove) && (left.Count == 0 || !UsesAll);
    }

    private static bool TryWhole(string text, out BigInteger value) =>
        BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
}
