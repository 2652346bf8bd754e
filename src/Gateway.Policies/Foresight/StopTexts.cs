namespace Gateway.Policies;

/// <summary>The request's stop texts in an answer that comes in pieces: one may begin in a piece and end in the next.</summary>
internal static class StopTexts
{
    /// <summary>Where the first stop text begins; null where there is none.</summary>
    /// <param name="text">All text so far.</param>
    /// <param name="searched">How much of it is known to hold none.</param>
    /// <param name="stops">The stop texts.</param>
    public static int? Find(string text, int searched, IReadOnlyList<string> stops)
    {
        int? first = null;
        foreach (var stop in stops)
        {
            if (stop.Length == 0) continue;
            var at = text.IndexOf(stop, Math.Max(0, searched - stop.Length + 1), StringComparison.Ordinal);
            if (at >= 0 && (first is null || at < first)) first = at;
        }

        return first;
    }

    /// <summary>The length of the longest end of a text that may become a stop text.</summary>
    public static int PossibleBeginning(string text, IReadOnlyList<string> stops)
    {
        var longest = 0;
        foreach (var stop in stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (text.EndsWith(stop[..length], StringComparison.Ordinal)) longest = length;
            }
        }

        return longest;
    }

    /// <summary>The steps that make the first characters of an answer, the last one cut.</summary>
    public static IReadOnlyList<string> Within(IReadOnlyList<string> steps, int length)
    {
        var within = new List<string>();
        foreach (var step in steps)
        {
            if (length <= 0) break;
            within.Add(step.Length <= length ? step : step[..length]);
            length -= step.Length;
        }

        return within;
    }
}
