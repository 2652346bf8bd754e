using System.Buffers;

namespace Gateway.Llama.Templates;

/// <summary>
/// Finds the names of control tokens in a prompt. In what clients wrote a character is put into each name, which no text has (a noncharacter of
/// Unicode), so that only the template's own are found; before the text is spelt it is taken out again.
/// </summary>
internal sealed class ControlTokens
{
    private const char Break = '\uFDD0';
    private readonly Dictionary<char, List<(string Name, int Token)>> _byFirst;
    private readonly SearchValues<char> _first;

    /// <param name="names">The names, none of them empty, with their tokens.</param>
    public ControlTokens(IEnumerable<(string Name, int Token)> names)
    {
        // Longest first: one name may begin another.
        _byFirst = names.GroupBy(static one => one.Name[0]).ToDictionary(static group => group.Key, static group => group.OrderByDescending(static one => one.Name.Length).ToList());
        _first = SearchValues.Create([.. _byFirst.Keys]);
    }

    /// <summary>The next name from a place on; null where there is none.</summary>
    public (int At, int Length, int Token)? Next(string text, int from)
    {
        for (var at = from; at < text.Length; at++)
        {
            var step = text.AsSpan(at).IndexOfAny(_first);
            if (step < 0) return null;
            at += step;
            foreach (var (name, token) in _byFirst[text[at]])
            {
                if (text.AsSpan(at).StartsWith(name, StringComparison.Ordinal)) return (at, name.Length, token);
            }
        }

        return null;
    }

    public string Broken(string text)
    {
        for (var from = 0; Next(text, from) is var (at, _, _); from = at + 1) text = text.Insert(at + 1, Break.ToString());
        return text;
    }

    public static string Mended(string text) => text.Replace(Break.ToString(), "", StringComparison.Ordinal);
}
