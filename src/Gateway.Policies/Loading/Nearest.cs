namespace Gateway.Policies;

/// <summary>Guesses what a misspelt word was meant to be.</summary>
internal static class Nearest
{
    /// <summary><c>; did you mean 'select'?</c> where a legal word is near, else nothing.</summary>
    public static string Hint(string word, IEnumerable<string> legal)
    {
        string? nearest = null;
        var least = int.MaxValue;
        foreach (var known in legal)
        {
            // A word far longer cannot be near, and a hostile one would make the table below huge.
            if (word.Length > 2 * known.Length) continue;
            var distance = Distance(word.ToLowerInvariant(), known.ToLowerInvariant());
            var longer = Math.Max(word.Length, known.Length);
            if (distance >= least || distance >= longer || distance > Math.Max(1, longer / 3)) continue;
            least = distance;
            nearest = known;
        }

        return nearest is null ? "" : $"; did you mean '{nearest}'?";
    }

    /// <summary>Letters to insert, leave out, replace, or swap with their neighbour to get from one word to the other (optimal string alignment).</summary>
    private static int Distance(string left, string right)
    {
        var edits = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++) edits[i, 0] = i;
        for (var j = 0; j <= right.Length; j++) edits[0, j] = j;
        for (var i = 1; i <= left.Length; i++)
        {
            for (var j = 1; j <= right.Length; j++)
            {
                var replaced = edits[i - 1, j - 1] + (left[i - 1] == right[j - 1] ? 0 : 1);
                edits[i, j] = Math.Min(replaced, Math.Min(edits[i - 1, j], edits[i, j - 1]) + 1);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1]) edits[i, j] = Math.Min(edits[i, j], edits[i - 2, j - 2] + 1);
            }
        }

        return edits[left.Length, right.Length];
    }
}
