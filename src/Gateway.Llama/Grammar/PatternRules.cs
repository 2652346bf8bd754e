using System.Globalization;
using System.Text;

namespace Gateway.Llama.Grammar;

/// <summary>
/// Strings by a regular expression of a simple kind: literals, classes, groups, alternatives and counts. The string is one match from its
/// first character to its last, with or without ^ and $, and has none beyond U+FFFF, which some engines take for two.
/// </summary>
internal sealed class PatternRules
{
    private const int MaxCharacters = 500;
    private const int MaxNesting = 16;

    // Each place where a match may stand is a reading to keep; libllama refuses 2,000 of its rules repeated.
    private const int MaxRepetition = 1000;

    private const string Legal =
        "is supported with literals, [classes], groups, |, ., \\d, \\w, *, +, ? and {counts} up to 1000 (nested counts multiplied), with ^ and $ only at its ends";

    // What a JSON string cannot have, or only with an escape; and what is two characters in UTF-16.
    private const string Never = "\\\"\\\\\\x00-\\x1F\\x7F-\\x9F\\U00010000-\\U0010FFFF";

    private readonly string _pattern;
    private readonly string _pointer;
    private int _at;

    private PatternRules(string pattern, string pointer)
    {
        _pattern = pattern;
        _pointer = pointer;
    }

    private char Next => _at < _pattern.Length ? _pattern[_at] : '\0';

    /// <returns>The rule's body.</returns>
    /// <exception cref="UnsupportedSchemaException">The expression has more than is translated.</exception>
    public static string Write(string pattern, string pointer, string rule, RuleSet rules)
    {
        var parser = new PatternRules(pattern, pointer);
        if (pattern.Length > MaxCharacters || pattern.Contains('\0', StringComparison.Ordinal)) throw parser.Wrong();
        var (body, cost) = parser.ReadAlternatives(0);
        if (parser._at < pattern.Length) throw parser.Wrong();
        rules.Add($"{rule}-pattern", pointer, body, cost);
        return $"\"\\\"\" {rule}-pattern \"\\\"\"";
    }

    private (string Text, int Cost) ReadAlternatives(int nesting)
    {
        if (nesting > MaxNesting) throw Wrong();
        var (text, cost) = ReadSequence(nesting);
        while (Next == '|')
        {
            _at++;
            var (other, more) = ReadSequence(nesting);
            text += $" | {other}";
            cost += more;
        }

        return (text, cost);
    }

    private (string Text, int Cost) ReadSequence(int nesting)
    {
        if (nesting == 0 && Next == '^') _at++;
        var parts = new List<string>();
        var total = 0;
        while (_at < _pattern.Length && Next is not ('|' or ')'))
        {
            if (nesting == 0 && Next == '$' && (_at + 1 == _pattern.Length || _pattern[_at + 1] == '|'))
            {
                _at++;
                break;
            }

            var (text, cost) = ReadAtom(nesting);
            var (count, times) = ReadCount();
            if ((long)cost * times > MaxRepetition) throw Wrong();
            parts.Add(text + count);
            total += cost * times;
        }

        return (parts.Count == 0 ? "\"\"" : string.Join(' ', parts), total);
    }

    private (string Text, int Cost) ReadAtom(int nesting)
    {
        var start = Next;
        if (start == '(')
        {
            _at++;
            if (Next == '?')
            {
                if (string.CompareOrdinal(_pattern, _at, "?:", 0, 2) != 0) throw Wrong();
                _at += 2;
            }

            var (inner, cost) = ReadAlternatives(nesting + 1);
            if (Next != ')') throw Wrong();
            _at++;
            return ($"({inner})", cost + 1);
        }

        if (start == '[') return (ReadClass(), 1);
        if (start is '^' or '$' or '*' or '+' or '?' or '{' or '}' or ']') throw Wrong();
        if (start == '.')
        {
            _at++;
            return ($"[^{Never}]", 1);
        }

        if (start == '\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 'w') return ($"[{ReadShorthand()}]", 1);
        var character = ReadCharacter();
        return (GbnfText.Literal(character.Value is '"' or '\\' ? $"\\{character}" : character.ToString()), 1);
    }

    private string ReadClass()
    {
        _at++;
        var negated = Next == '^';
        if (negated) _at++;
        var set = new StringBuilder();
        while (Next != ']')
        {
            if (_at >= _pattern.Length) throw Wrong();
            if (Next == '\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 'w')
            {
                set.Append(ReadShorthand());
                continue;
            }

            var first = ReadCharacter();
            var last = first;
            if (Next == '-' && _at + 1 < _pattern.Length && _pattern[_at + 1] != ']')
            {
                _at++;
                last = ReadCharacter();
            }

            if (last < first) throw Wrong();

            // A quote or backslash in a class would need another form of the class: refused where it is wanted, right where it is not.
            if (!negated && (Has(first, last, '"') || Has(first, last, '\\'))) throw Wrong();
            set.Append(GbnfText.Character(first));
            if (last != first) set.Append('-').Append(GbnfText.Character(last));
        }

        _at++;
        if (set.Length == 0) throw Wrong();
        return negated ? $"[^{set}{Never}]" : $"[{set}]";
    }

    private static bool Has(Rune first, Rune last, char character) => first.Value <= character && character <= last.Value;

    private string ReadShorthand()
    {
        _at += 2;
        return _pattern[_at - 1] == 'd' ? "0-9" : "a-zA-Z0-9_";
    }

    private Rune ReadCharacter()
    {
        if (Next == '\\')
        {
            _at++;

            // Only escapes that take away a meaning: letters and digits have one.
            if (_at >= _pattern.Length || Next > '~' || char.IsAsciiLetterOrDigit(Next)) throw Wrong();
        }

        var character = Rune.GetRuneAt(_pattern, _at);
        if (!character.IsBmp || Rune.IsControl(character)) throw Wrong();
        _at++;
        return character;
    }

    private (string Text, int Times) ReadCount()
    {
        var (text, times) = Next switch
        {
            '*' or '+' => (Next.ToString(), 2),
            '?' => ("?", 1),
            '{' => ReadBraces(),
            _ => ("", 1),
        };
        if (text.Length == 1) _at++;

        // What follows would be a lazy or possessive count.
        return text.Length > 0 && Next is '?' or '+' or '*' or '{' ? throw Wrong() : (text, times);
    }

    private (string Text, int Times) ReadBraces()
    {
        var end = _pattern.IndexOf('}', _at);
        if (end < 0) throw Wrong();
        var parts = _pattern[(_at + 1)..end].Split(',');
        var least = Number(parts[0]);
        int? most = parts.Length == 1 ? least : parts[1].Length == 0 ? null : Number(parts[1]);
        if (parts.Length > 2 || most < least || most == 0) throw Wrong();
        _at = end + 1;
        var upper = most?.ToString(CultureInfo.InvariantCulture) ?? "";
        return (parts.Length == 1 ? $"{{{least}}}" : $"{{{least},{upper}}}", Math.Max(most ?? least + 1, 1));
    }

    private int Number(string text) =>
        text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxRepetition ? number : throw Wrong();

    private UnsupportedSchemaException Wrong() => new(_pointer, "pattern", $"{Legal}; it is '{_pattern}' and fails at character {_at}");
}
