using System.Globalization;
using System.Text;

namespace Gateway.Llama.Grammar;

/// <summary>
/// Strings by a regular expression of a simple kind: literals, classes, groups, alternatives and counts. The string is one match from its
/// first character to its last, with or without ^ and $, and has none beyond U+FFFF, which some engines take for two.
/// </summary>
internal sealed class PatternRules
{
    private const int MaxCharacters = 300;
    private const int MaxNesting = 16;

    // Each place where a match may stand is a reading to keep; libllama refuses 2,000 of its rules repeated.
    private const int MaxRepetition = 1000;

    private const string Legal =
        "is supported with literals, [classes], groups, |, ., \\d, \\w, *, +, ? and {counts} up to 1000 (nested counts multiplied), with ^ and $ only at its ends, and where each next character tells which part it belongs to (not a*ab, (a+)+ or ab|ac)";

    // What a JSON string cannot have, or only with an escape; and what is two characters in UTF-16.
    private const string Never = "\\\"\\\\\\x00-\\x1F\\x7F-\\x9F\\U00010000-\\U0010FFFF";

    private readonly string _pattern;
    private readonly string _pointer;
    private readonly PatternPositions _positions = new();
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
        var (body, cost, part) = parser.ReadAlternatives(0);
        if (parser._at < pattern.Length || !parser._positions.IsDeterministic(part)) throw parser.Wrong();
        rules.Add($"{rule}-pattern", pointer, body, cost);
        return $"\"\\\"\" {rule}-pattern \"\\\"\"";
    }

    private (string Text, int Cost, PatternPositions.Part Part) ReadAlternatives(int nesting)
    {
        if (nesting > MaxNesting) throw Wrong();
        var (text, cost, part) = ReadSequence(nesting);
        while (Next == '|')
        {
            _at++;
            var (other, more, choice) = ReadSequence(nesting);
            part = PatternPositions.Choice(part, choice);
            text += $" | {other}";
            cost += more;
        }

        return (text, cost, part);
    }

    private (string Text, int Cost, PatternPositions.Part Part) ReadSequence(int nesting)
    {
        if (nesting == 0 && Next == '^') _at++;
        var parts = new List<string>();
        var total = 0;
        var whole = PatternPositions.Nothing;
        while (_at < _pattern.Length && Next is not ('|' or ')'))
        {
            if (nesting == 0 && Next == '$' && (_at + 1 == _pattern.Length || _pattern[_at + 1] == '|'))
            {
                _at++;
                break;
            }

            var (text, cost, part) = ReadAtom(nesting);
            var (count, least, most) = ReadCount();
            var times = most ?? least + 1;
            if ((long)cost * times > MaxRepetition || (part.Empty && count.Length > 0)) throw Wrong();
            whole = _positions.Sequence(whole, _positions.Repeated(part, least, most));
            parts.Add(text + count);
            total += cost * times;
        }

        return (parts.Count == 0 ? "\"\"" : string.Join(' ', parts), total, whole);
    }

    private (string Text, int Cost, PatternPositions.Part Part) ReadAtom(int nesting)
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

            var (inner, cost, part) = ReadAlternatives(nesting + 1);
            if (Next != ')') throw Wrong();
            _at++;
            return ($"({inner})", cost + 1, part);
        }

        if (start == '[') return ReadClass();
        if (start is '^' or '$' or '*' or '+' or '?' or '{' or '}' or ']') throw Wrong();
        if (start == '.')
        {
            _at++;
            return ($"[^{Never}]", 1, _positions.Character([], negated: true));
        }

        if (start == '\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 'w')
        {
            var ranges = new List<(int First, int Last)>();
            return ($"[{ReadShorthand(ranges)}]", 1, _positions.Character(ranges, negated: false));
        }

        var character = ReadCharacter();
        var literal = GbnfText.Literal(character.Value is '"' or '\\' ? $"\\{character}" : character.ToString());

        // In a group: a count is for both characters where there is an escape.
        return ($"({literal})", 1, _positions.Character([(character.Value, character.Value)], negated: false));
    }

    private (string Text, int Cost, PatternPositions.Part Part) ReadClass()
    {
        _at++;
        var negated = Next == '^';
        if (negated) _at++;
        var set = new StringBuilder();
        var ranges = new List<(int First, int Last)>();
        while (Next != ']')
        {
            if (_at >= _pattern.Length) throw Wrong();
            if (Next == '\\' && _at + 1 < _pattern.Length && _pattern[_at + 1] is 'd' or 'w')
            {
                set.Append(ReadShorthand(ranges));
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
            ranges.Add((first.Value, last.Value));
            set.Append(GbnfText.Character(first));
            if (last != first) set.Append('-').Append(GbnfText.Character(last));
        }

        _at++;
        if (set.Length == 0) throw Wrong();
        return (negated ? $"[^{set}{Never}]" : $"[{set}]", 1, _positions.Character(ranges, negated));
    }

    private static bool Has(Rune first, Rune last, char character) => first.Value <= character && character <= last.Value;

    private string ReadShorthand(List<(int First, int Last)> ranges)
    {
        _at += 2;
        ranges.Add(('0', '9'));
        if (_pattern[_at - 1] == 'd') return "0-9";
        ranges.AddRange([('a', 'z'), ('A', 'Z'), ('_', '_')]);
        return "a-zA-Z0-9_";
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

    private (string Text, int Least, int? Most) ReadCount()
    {
        (string Text, int Least, int? Most) count = Next switch
        {
            '*' => ("*", 0, null),
            '+' => ("+", 1, null),
            '?' => ("?", 0, 1),
            '{' => ReadBraces(),
            _ => ("", 1, 1),
        };
        if (count.Text.Length == 1) _at++;

        // What follows would be a lazy or possessive count.
        return count.Text.Length > 0 && Next is '?' or '+' or '*' or '{' ? throw Wrong() : count;
    }

    private (string Text, int Least, int? Most) ReadBraces()
    {
        var end = _pattern.IndexOf('}', _at);
        if (end < 0) throw Wrong();
        var parts = _pattern[(_at + 1)..end].Split(',');
        var least = Number(parts[0]);
        int? most = parts.Length == 1 ? least : parts[1].Length == 0 ? null : Number(parts[1]);
        if (parts.Length > 2 || most < least || most == 0) throw Wrong();
        _at = end + 1;
        return (parts.Length == 1 ? $"{{{least}}}" : $"{{{least},{most?.ToString(CultureInfo.InvariantCulture)}}}", least, most);
    }

    private int Number(string text) =>
        text.Length is > 0 and <= 4 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= MaxRepetition ? number : throw Wrong();

    private UnsupportedSchemaException Wrong() => new(_pointer, "pattern", $"{Legal}; it is '{_pattern}' and fails at character {_at}");
}
