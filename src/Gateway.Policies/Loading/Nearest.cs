namespace Gateway.Policies;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean 'select'?</c> as far as a word is near, else nothing.</summary>
    public static string Hint(string word, IEnumerable<string> legal)
    {
        var nearest = legal.Select(known => (Known: known, Distance: Distance(word, known)))
            .Where(pair => pair.Distance <= Math.Max(1, Math.Max(word.Length, pair.Known.Length) / 3))
            .MinBy(static pair => pair.Distance).Known;
        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Edits of one letter that lead from one word to the other, upper and lower case being equal (Levenshtein).</summary>
    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[right.Length];
    }
}
