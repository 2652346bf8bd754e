using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Python;

/// <summary>Reads a literal: numbers, strings, bytes, True, False, None, lists, tuples, dictionaries, sets, brackets around them, signs.</summary>
internal sealed class PythonReader
{
    private const int MaxLength = 20_000;
    private const int MaxDepth = 50;

    private readonly string _source;
    private int _at;
    private int _depth;

    private PythonReader(string source) => _source = source;

    /// <returns>Nothing where the text is no literal.</returns>
    public static PythonValue? Read(string source)
    {
        if (source.Length > MaxLength) return null;
        var reader = new PythonReader(source);
        return reader.Value() is { } value && reader.IsAtEnd() ? value : null;
    }

    /// <summary>Reads a tuple without its brackets: <c>1, 2</c>.</summary>
    public static PythonValue? ReadBareTuple(string source) => source.Contains(',', StringComparison.Ordinal) ? Read($"({source}\n)") : null;

    private PythonValue? Value()
    {
        if (_depth == MaxDepth) return null;
        _depth++;
        var value = Next() switch
        {
            '[' => Items(']') is var (items, _) ? PythonValue.List(items) : null,
            '(' => InBrackets(),
            '{' => InBraces(),
            '-' => Signed(negates: true),
            '+' => Signed(negates: false),
            '.' or (>= '0' and <= '9') => Number(),
            _ => Strings() ?? Name(),
        };
        _depth--;
        return value;
    }

    private PythonValue? InBrackets() => Items(')') switch
    {
        ({ Count: 1 } items, EndsInComma: false) => items[0],
        var (items, _) => PythonValue.Tuple(items),
        null => null,
    };

    // From the opening bracket up to and with the closing one.
    private (List<PythonValue> Items, bool EndsInComma)? Items(char close)
    {
        _at++;
        var items = new List<PythonValue>();
        var endsInComma = false;
        while (!Skip(close))
        {
            if (Value() is not { } item) return null;
            items.Add(item);
            endsInComma = Skip(',');
            if (!endsInComma && Next() != close) return null;
        }

        return (items, endsInComma);
    }

    private PythonValue? InBraces()
    {
        _at++;
        var items = new List<PythonValue>();
        var values = new List<PythonValue>();
        while (!Skip('}'))
        {
            if (Value() is not { } item) return null;
            items.Add(item);
            if (Skip(':'))
            {
                if (Value() is not { } value) return null;
                values.Add(value);
            }

            if (!Skip(',') && Next() != '}') return null;
        }

        if (items.Count > 0 && values.Count == 0) return PythonValue.Set(items);
        return items.Count == values.Count ? PythonValue.Dictionary(items.Zip(values)) : null;
    }

    private PythonValue? Signed(bool negates)
    {
        _at++;
        return Value()?.Number is { } number ? PythonValue.Of(negates ? -number : number) : null;
    }

    private PythonValue? Number()
    {
        if (PythonNumber.Read(_source, _at) is not var (value, length)) return null;
        _at += length;
        return PythonValue.Of(value);
    }

    // Strings side by side are one string.
    private PythonValue? Strings()
    {
        if (PythonString.Read(_source, _at) is not var (text, isBytes, length)) return null;
        _at += length;
        var parts = new List<string> { text };
        while (!IsAtEnd() && PythonString.Read(_source, _at) is var (more, areBytes, moreLength))
        {
            if (areBytes != isBytes) return null;
            parts.Add(more);
            _at += moreLength;
        }

        var whole = string.Concat(parts);
        return isBytes ? PythonValue.OfBytes(whole) : PythonValue.Of(whole);
    }

    private PythonValue? Name()
    {
        var start = _at;
        while (_at < _source.Length && (char.IsLetterOrDigit(_source[_at]) || _source[_at] == '_')) _at++;
        return _source[start.._at] switch
        {
            "None" => PythonValue.None,
            "True" => PythonValue.Of(Rational.Whole(1)),
            "False" => PythonValue.Of(Rational.Whole(0)),
            "set" when Skip('(') && Skip(')') => PythonValue.Set([]),
            _ => null,
        };
    }

    private bool Skip(char sign)
    {
        if (Next() != sign) return false;
        _at++;
        return true;
    }

    private char Next() => IsAtEnd() ? '\0' : _source[_at];

    private bool IsAtEnd()
    {
        while (_at < _source.Length && _source[_at] is ' ' or '\t' or '\n' or '\r' or '\f') _at++;
        return _at == _source.Length;
    }
}
