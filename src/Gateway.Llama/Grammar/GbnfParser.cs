namespace Gateway.Llama.Grammar;

/// <summary>
/// Reads a GBNF text: one rule a line, <c>name ::= alternatives</c>, of literals, character classes, names, groups and repetitions. The
/// dialect of libllama has more (comments, tokens, any character, rules over many lines); what is not needed here is refused, so that its
/// parser never sees it.
/// </summary>
internal sealed class GbnfParser
{
    private const int MaxNesting = 32;

    // libllama refuses 2,000 (MAX_REPETITION_THRESHOLD), takes {5,2} for four thousand million million rules, and {0,3000} for no limit.
    private const int MaxRepetition = 1000;

    private const int MaxElements = 1_000_000;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _defined = new(StringComparer.Ordinal);
    private readonly string _text;
    private string _rule = "";
    private int _at;
    private long _elements;

    private GbnfParser(string text) => _text = text;

    private List<GbnfRule> Rules { get; } = [];

    private char Next => _at < _text.Length ? _text[_at] : '\0';

    /// <exception cref="GrammarException">The text is not in the dialect.</exception>
    public static List<GbnfRule> Parse(string text)
    {
        var parser = new GbnfParser(text);
        while (parser._at < text.Length) parser.ReadRule();
        foreach (var name in parser._numbers.Keys)
        {
            if (!parser._defined.Contains(name)) throw new GrammarException(name, "is used but not defined");
        }

        return parser.Rules;
    }

    private void ReadRule()
    {
        _rule = "";
        _rule = ReadName();
        if (!_defined.Add(_rule)) throw Wrong("is defined twice");
        Expect(" ::= ");
        var number = Number(_rule);
        Rules[number].Alternatives.AddRange(ReadAlternatives(0));
        Expect("\n");
    }

    private List<List<int>> ReadAlternatives(int nesting)
    {
        var alternatives = new List<List<int>> { ReadSequence(nesting) };
        while (Next == '|')
        {
            _at++;
            alternatives.Add(ReadSequence(nesting));
        }

        return alternatives;
    }

    private List<int> ReadSequence(int nesting)
    {
        var sequence = new List<int>();
        while (true)
        {
            while (Next == ' ') _at++;
            if (Next is '\n' or '|' or ')' or '\0') return sequence;
            var (item, elements) = ReadItem(nesting);
            sequence.AddRange(ReadRepetition(item, elements));
        }
    }

    private (List<int> Item, int Elements) ReadItem(int nesting)
    {
        switch (Next)
        {
            case '"':
                var length = ReadLiteral();
                return (length == 0 ? [] : [GbnfRule.Terminal], length);
            case '[':
                return ([GbnfRule.Terminal], ReadClass());
            case '(':
                if (nesting == MaxNesting) throw Wrong($"nests groups more than {MaxNesting} deep");
                _at++;
                var alternatives = ReadAlternatives(nesting + 1);
                Expect(")");
                return ([Add(new GbnfRule(_rule, alternatives))], 1);
            default:
                return ([Number(ReadName())], 1);
        }
    }

    private List<int> ReadRepetition(List<int> item, int elements)
    {
        var (least, most) = Next switch
        {
            '?' => Take(0, 1),
            '*' => Take(0, null),
            '+' => Take(1, null),
            '{' => ReadCounts(),
            _ => (1, 1),
        };
        if (Next is '?' or '*' or '+' or '{') throw Wrong("repeats a repetition");
        if (least > (most ?? MaxRepetition) || least > MaxRepetition || most > MaxRepetition) throw Wrong($"has a repetition that is not in 0 to {MaxRepetition}, least first");
        _elements += (long)elements * Math.Max(1, least) + (most ?? 0);
        if (_elements > MaxElements) throw Wrong($"makes the grammar larger than {MaxElements} elements");
        if (least == 1 && most == 1) return item;
        if (item.Count == 0) throw Wrong("repeats an empty text");
        if (most == 0) return [];

        // Whether it may be left out, and what it begins with, is all that is asked later.
        var repeated = new GbnfRule(_rule, [[.. item]]) { Copies = Math.Max(1, most ?? 1), Repeats = true };
        var number = Add(repeated);
        if (most is null) repeated.Alternatives.Add([.. item, number]);
        if (least == 0) repeated.Alternatives.Add([]);
        return [number];
    }

    private (int Least, int? Most) Take(int least, int? most)
    {
        _at++;
        return (least, most);
    }

    private (int Least, int? Most) ReadCounts()
    {
        _at++;
        var least = ReadCount();
        int? most = least;
        if (Next == ',')
        {
            _at++;
            most = Next == '}' ? null : ReadCount();
        }

        Expect("}");
        return (least, most);
    }

    private int ReadCount()
    {
        var start = _at;
        while (char.IsAsciiDigit(Next)) _at++;
        return _at > start && _at - start <= 4 && int.TryParse(_text.AsSpan(start, _at - start), out var count)
            ? count
            : throw Wrong($"has a repetition that is not in 0 to {MaxRepetition}");
    }

    private int ReadLiteral()
    {
        var length = 0;
        for (_at++; Next != '"'; length++) ReadCharacter();
        _at++;
        return length;
    }

    private int ReadClass()
    {
        var length = 0;
        _at++;
        if (Next == '^') _at++;
        for (; Next != ']'; length++) ReadCharacter();
        _at++;

        // libllama takes [] for nothing at all, and what repeats it for a loop.
        return length > 0 ? length : throw Wrong("has a character class without characters");
    }

    private void ReadCharacter()
    {
        if (Next is < ' ' or > '~') throw Wrong("has a literal or class that does not end, or a character that is not printable ASCII; write \\xHH, \\uHHHH or \\UHHHHHHHH");
        if (_text[_at++] != '\\') return;
        var digits = Next switch { 'x' => 2, 'u' => 4, 'U' => 8, 't' or 'r' or 'n' or '\\' or '"' or '[' or ']' or '-' => 0, _ => throw Wrong("has an unknown escape") };
        _at++;
        for (; digits > 0; digits--, _at++)
        {
            if (!char.IsAsciiHexDigit(Next)) throw Wrong("has an escape with too few hexadecimal digits");
        }
    }

    private string ReadName()
    {
        var start = _at;
        while (char.IsAsciiLetterOrDigit(Next) || Next == '-') _at++;
        return _at > start ? _text[start.._at] : throw Wrong(Next is '\0' ? "ends too early" : $"cannot have '{Next}' here (at character {_at})");
    }

    private int Number(string name)
    {
        if (_numbers.TryGetValue(name, out var number)) return number;
        return _numbers[name] = Add(new GbnfRule(name, []));
    }

    private int Add(GbnfRule rule)
    {
        Rules.Add(rule);
        return Rules.Count - 1;
    }

    private void Expect(string text)
    {
        if (string.CompareOrdinal(_text, _at, text, 0, text.Length) != 0) throw Wrong($"needs '{text.Replace("\n", "the end of the line", StringComparison.Ordinal)}' at character {_at}");
        _at += text.Length;
    }

    private GrammarException Wrong(string problem) => new(_rule, problem);
}
