using Gateway.Llama.Jinja.Operations;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>
/// Splits a template into tokens, as Jinja2 does with <c>trim_blocks</c> and <c>lstrip_blocks</c>: the line break behind a block is dropped, and
/// so are the blanks between the beginning of a line and a block.
/// </summary>
internal sealed class Lexer
{
    private readonly string _source;
    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;

    // What was read last ended a line, so blanks in front of a block are the beginning of one.
    private bool _lineStarts = true;

    private Lexer(string source) => _source = source;

    /// <exception cref="JinjaException">Something is not closed, or is no part of the language.</exception>
    public static List<Token> Read(string source)
    {
        // One line break at the end belongs to the file, not to the template.
        var text = source.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var lexer = new Lexer(text.EndsWith('\n') ? text[..^1] : text);
        lexer.ReadAll();
        return lexer._tokens;
    }

    private void ReadAll()
    {
        while (_at < _source.Length)
        {
            var brace = FindBrace(_at);
            if (brace < 0)
            {
                AddData(_source.Length, keepsBlanks: true);
                break;
            }

            var kind = _source[brace + 1];
            AddData(brace, keepsBlanks: kind == '{');
            switch (kind)
            {
                case '#': SkipComment(); break;
                case '{': ReadInside(TokenKind.OutputBegin, "}}", TokenKind.OutputEnd); break;
                default:
                    if (RawLength("raw", brace) is > 0 and var length) ReadRaw(length);
                    else ReadInside(TokenKind.BlockBegin, "%}", TokenKind.BlockEnd);
                    break;
            }
        }

        _tokens.Add(new Token(TokenKind.End, "", _line));
    }

    private int FindBrace(int from)
    {
        for (var at = from; (at = _source.IndexOf('{', at)) >= 0 && at + 1 < _source.Length; at++)
        {
            if (_source[at + 1] is '{' or '%' or '#') return at;
        }

        return -1;
    }

    // The sign behind the brace decides what becomes of the blanks in front of it.
    private void AddData(int end, bool keepsBlanks)
    {
        var text = _source[_at..end];
        var sign = end + 2 < _source.Length ? _source[end + 2] : ' ';
        var kept = text;
        if (end < _source.Length && sign == '-')
        {
            kept = Blanks.Strip(text, start: false);
        }
        else if (!keepsBlanks && sign != '+')
        {
            var line = text.LastIndexOf('\n') + 1;
            if ((line > 0 || _lineStarts) && Blanks.Strip(text[line..]).Length == 0) kept = text[..line];
        }

        if (kept.Length > 0) _tokens.Add(new Token(TokenKind.Data, kept, _line));
        Advance(end);
    }

    private void SkipComment()
    {
        var start = _at + (_at + 2 < _source.Length && _source[_at + 2] is '-' or '+' ? 3 : 2);
        var end = _source.IndexOf("#}", start, StringComparison.Ordinal);
        if (end < 0) throw new JinjaException("the comment '{#' is not closed", _line);
        Close(end, end > start ? _source[end - 1] : ' ', trimsLine: true);
    }

    private void ReadInside(TokenKind begin, string close, TokenKind end)
    {
        var opened = _line;
        _tokens.Add(new Token(begin, "", _line));
        Advance(_at + (_at + 2 < _source.Length && _source[_at + 2] is '-' or '+' ? 3 : 2));
        var words = new WordReader(_source, _tokens);
        for (; ; )
        {
            while (_at < _source.Length && Blanks.IsBlank(_source[_at])) Advance(_at + 1);
            if (_at >= _source.Length) throw new JinjaException($"'{(close == "%}" ? "{%" : "{{")}' is not closed", opened);
            if (!words.IsInBrackets && EndsHere(close) is >= 0 and var at)
            {
                _tokens.Add(new Token(end, "", _line));
                Close(at, at > _at ? _source[_at] : ' ', trimsLine: close == "%}");
                return;
            }

            Advance(words.Read(_at, _line));
        }
    }

    // Where the braces close, with or without a sign in front; -1 where something else is next. Only blocks know the plus.
    private int EndsHere(string close)
    {
        if (string.CompareOrdinal(_source, _at, close, 0, 2) == 0) return _at;
        var signed = _source[_at] == '-' || (_source[_at] == '+' && close == "%}");
        return signed && string.CompareOrdinal(_source, _at + 1, close, 0, 2) == 0 ? _at + 1 : -1;
    }

    private void ReadRaw(int length)
    {
        var opened = _line;
        Advance(_at + length);
        if (_source[_at - 3] == '-') SkipBlanks();
        _lineStarts = _source[_at - 1] == '\n';
        for (var brace = _at; (brace = _source.IndexOf("{%", brace, StringComparison.Ordinal)) >= 0; brace += 2)
        {
            if (RawLength("endraw", brace) is not (> 0 and var closing)) continue;
            AddData(brace, keepsBlanks: false);
            Close(brace + closing - 2, _source[brace + closing - 3], trimsLine: true);
            return;
        }

        throw new JinjaException("'raw' is not closed by 'endraw'", opened);
    }

    // How long the block is if it is this tag and nothing else.
    private int RawLength(string tag, int brace)
    {
        var at = brace + 2;
        if (at < _source.Length && _source[at] is '-' or '+') at++;
        while (at < _source.Length && Blanks.IsBlank(_source[at])) at++;
        if (string.CompareOrdinal(_source, at, tag, 0, tag.Length) != 0) return 0;
        at += tag.Length;
        while (at < _source.Length && Blanks.IsBlank(_source[at])) at++;
        if (at < _source.Length && (_source[at] == '-' || (_source[at] == '+' && tag == "endraw"))) at++;
        return string.CompareOrdinal(_source, at, "%}", 0, 2) == 0 ? at + 2 - brace : 0;
    }

    private void Close(int at, char sign, bool trimsLine)
    {
        Advance(at + 2);
        if (sign == '-') SkipBlanks();
        else if (trimsLine && sign != '+' && _at < _source.Length && _source[_at] == '\n') Advance(_at + 1);
        _lineStarts = _source[_at - 1] == '\n';
    }

    private void SkipBlanks()
    {
        while (_at < _source.Length && Blanks.IsBlank(_source[_at])) Advance(_at + 1);
    }

    private void Advance(int to)
    {
        _line += _source.AsSpan(_at, to - _at).Count('\n');
        _at = to;
    }
}
