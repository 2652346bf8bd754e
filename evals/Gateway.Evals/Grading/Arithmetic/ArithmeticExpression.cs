using System.Globalization;
using System.Numerics;

namespace Gateway.Evals.Grading.Arithmetic;

/// <summary>Evaluates whole numbers, the four operations, signs and brackets, exactly, and keeps the numbers that it met.</summary>
internal sealed class ArithmeticExpression
{
    private const int MaxLength = 2000;
    private const int MaxDepth = 50;

    private readonly string _text;
    private readonly List<BigInteger> _numbers = [];
    private int _at;
    private int _depth;

    private ArithmeticExpression(string text) => _text = text;

    /// <returns>Nothing for what is no such expression, and where it divides by zero.</returns>
    public static (Rational Value, IReadOnlyList<BigInteger> Numbers)? Read(string text)
    {
        if (text.Length > MaxLength) return null;
        var reader = new ArithmeticExpression(text);
        return reader.Sum() is { } value && reader.IsAtEnd() ? (value, reader._numbers) : null;
    }

    private Rational? Sum()
    {
        var sum = Product();
        while (sum is { } left && Next() is '+' or '-' or '\u2212')
        {
            var adds = _text[_at++] == '+';
            sum = Product() is { } right ? adds ? left + right : left - right : null;
        }

        return sum;
    }

    private Rational? Product()
    {
        var product = Factor();
        while (product is { } left && Next() is '*' or 'x' or 'X' or '\u00D7' or '\u00B7' or '/' or '\u00F7')
        {
            var divides = _text[_at++] is '/' or '\u00F7';
            product = Factor() is { } right ? divides ? left.Over(right) : left * right : null;
        }

        return product;
    }

    private Rational? Factor()
    {
        if (_depth == MaxDepth) return null;
        _depth++;
        var value = Next() switch
        {
            '-' or '\u2212' => Signed(negates: true),
            '+' => Signed(negates: false),
            '(' => Bracketed(')'),
            '[' => Bracketed(']'),
            >= '0' and <= '9' => Number(),
            _ => null,
        };
        _depth--;
        return value;
    }

    private Rational? Signed(bool negates)
    {
        _at++;
        return Factor() is { } value ? negates ? -value : value : null;
    }

    private Rational? Bracketed(char close)
    {
        _at++;
        if (Sum() is not { } value || Next() != close) return null;
        _at++;
        return value;
    }

    private Rational? Number()
    {
        var start = _at;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        var number = BigInteger.Parse(_text.AsSpan(start, _at - start), NumberStyles.None, CultureInfo.InvariantCulture);
        _numbers.Add(number);
        return Rational.Whole(number);
    }

    private char Next() => IsAtEnd() ? '\0' : _text[_at];

    private bool IsAtEnd()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at])) _at++;
        return _at == _text.Length;
    }
}
