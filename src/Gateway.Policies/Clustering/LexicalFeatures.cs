namespace Gateway.Policies;

/// <summary>
/// What a text is made of, for telling topics apart: its words, numbers and marks, neighbours among them, and the words' trigrams. Each is
/// hashed to one of <see cref="Buckets"/> buckets (feature hashing, Weinberger et al. 2009, arXiv 0902.2206), so that no vocabulary has to be kept.
/// </summary>
internal static class LexicalFeatures
{
    public const int Buckets = 4096;

    // All numbers are one word: which one it is says nothing of the topic.
    private const string Number = "0";
    private const int GramLength = 3;

    /// <summary>How often each bucket occurs, by bucket.</summary>
    public static SortedDictionary<int, int> Of(string text)
    {
        var counts = new SortedDictionary<int, int>();
        var before = "";
        foreach (var token in Tokens(text))
        {
            Add('w', token);
            if (before.Length > 0) Add('p', $"{before} {token}");
            if (char.IsLetter(token[0]))
            {
                var padded = $"^{token}$";
                for (var i = 0; i + GramLength <= padded.Length; i++) Add('g', padded.AsSpan(i, GramLength));
            }

            before = token;
        }

        return counts;

        void Add(char kind, ReadOnlySpan<char> feature)
        {
            var bucket = Bucket(kind, feature);
            counts[bucket] = counts.GetValueOrDefault(bucket) + 1;
        }
    }

    /// <summary>Words in lower case, numbers, and each other character that is no white space by itself.</summary>
    private static IEnumerable<string> Tokens(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            var start = i;
            if (IsLetter(text[i]))
            {
                while (i < text.Length && IsLetter(text[i])) i++;
                yield return text[start..i].ToLowerInvariant();
            }
            else if (char.IsDigit(text[i]))
            {
                while (i < text.Length && char.IsDigit(text[i])) i++;
                yield return Number;
            }
            else
            {
                i++;
                if (!char.IsWhiteSpace(text[start])) yield return text[start..i];
            }
        }
    }

    // Letters beyond the first plane come as two halves.
    private static bool IsLetter(char character) => char.IsLetter(character) || char.IsSurrogate(character);

    /// <summary>FNV-1a over the UTF-16 units, and a final mix, as its low bits alone are weak.</summary>
    private static int Bucket(char kind, ReadOnlySpan<char> feature)
    {
        var hash = (14695981039346656037UL ^ kind) * 1099511628211UL;
        foreach (var unit in feature) hash = (hash ^ unit) * 1099511628211UL;
        return (int)(SplitMix.Mix(hash) % Buckets);
    }
}
