using System.Buffers;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads what stands between braces, word by word.</summary>
internal sealed class WordReader(string source, List<Token> tokens)
{
    private const int MaxName = 200;
    private static readonly string[] Pairs = ["**", "//", "==", "!=", ">=", "<="];
    private static readonly SearchValues<char> Symbols = SearchValues.Create("+-*/%~[](){}<>=.:|,;");
    private readonly Stack<char> _brackets = [];

    /// <summary>A bracket is open, so closing braces do not end the block: they may close dicts.</summary>
    public bool IsInBrackets => _brackets.Count > 0;

    /// <summary>Reads one word.</summary>
    /// <returns>Where it ends.</returns>
    /// <exception cref="JinjaException">There is none that the language knows.</exception>
    public int Read(int at, int line)
    {
        var first = source[at];
        if (first is '\'' or '"') return ReadText(at, line);
        if (char.IsAsciiDigit(first)) return NumberReader.Read(source, at, line, tokens);
        if (first == '_' || char.IsLetter(first)) return ReadName(at, line);
        if (Array.Find(Pairs, pair => string.CompareOrdinal(source, at, pair, 0, 2) == 0) is { } two) return Add(two, at, line);
        if (!Symbols.Contains(first)) throw new JinjaException($"the character '{first}' is no part of an expression", line);
        Balance(first, line);
        return Add(first.ToString(), at, line);
    }

    private int Add(string symbol, int at, int line)
    {
        tokens.Add(new Token(TokenKind.Symbol, symbol, line));
        return at + symbol.Length;
    }

    private void Balance(char symbol, int line)
    {
        switch (symbol)
        {
            case '(': _brackets.Push(')'); break;
            case '[': _brackets.Push(']'); break;
            case '{': _brackets.Push('}'); break;
            case ')' or ']' or '}':
                if (!_brackets.TryPop(out var wanted)) throw new JinjaException($"'{symbol}' closes nothing", line);
                if (wanted != symbol) throw new JinjaException($"'{symbol}' stands where '{wanted}' has to close", line);
                break;
        }
    }

    private int ReadName(int at, int line)
    {
        var end = at;
        while (end < source.Length && (source[end] == '_' || char.IsLetterOrDigit(source[end]))) end++;
        if (end - at > MaxName) throw new JinjaException("a name is too long", line);
        tokens.Add(new Token(TokenKind.Name, source[at..end], line));
        return end;
    }

    private int ReadText(int at, int line)
    {
        var end = at + 1;
        while (end < source.Length && source[end] != source[at]) end += source[end] == '\\' ? 2 : 1;
        if (end >= source.Length) throw new JinjaException("a string is not closed", line);
        tokens.Add(new Token(TokenKind.Text, Escapes.Resolve(source[(at + 1)..end], line), line));
        return end + 1;
    }
}
