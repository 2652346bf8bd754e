using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>Texts as vectors of their words: term frequency x ln((1 + n) / (1 + df)) + 1, of length 1. Words are lower-case, of two or more letters, digits or underscores.</summary>
internal static partial class TfIdf
{
    /// <summary>One vector for each text, all of one length, in the order of the words; null where no text has a word.</summary>
    public static IReadOnlyList<double[]>? Of(IReadOnlyList<string> texts)
    {
        string[][] words = [.. texts.Select(static text => Word().Matches(text.ToLowerInvariant()).Select(static match => match.Value).ToArray())];
        string[] vocabulary = [.. words.SelectMany(static of => of).Distinct().Order(StringComparer.Ordinal)];
        if (vocabulary.Length == 0) return null;

        var places = vocabulary.Select(static (word, place) => (word, place)).ToDictionary(static pair => pair.word, static pair => pair.place);
        var inText = new int[vocabulary.Length];
        foreach (var word in words.SelectMany(static of => of.Distinct())) inText[places[word]]++;
        return [.. words.Select(of => Vector(of, places, inText, texts.Count))];
    }

    private static double[] Vector(string[] words, Dictionary<string, int> places, int[] inText, int texts)
    {
        var vector = new double[places.Count];
        foreach (var word in words) vector[places[word]]++;
        for (var i = 0; i < vector.Length; i++) vector[i] *= Math.Log((1.0 + texts) / (1.0 + inText[i])) + 1;
        var length = Math.Sqrt(vector.Sum(static value => value * value));
        if (length == 0) return vector;
        for (var i = 0; i < vector.Length; i++) vector[i] /= length;
        return vector;
    }

    [GeneratedRegex(@"\w\w+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
