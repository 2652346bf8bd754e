using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Reads one expression in LaTeX or in plain text. What it does not know for sure it refuses: the texts decide then.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 50;
    private const int MaxLettersInProduct = 3;

    private readonly Cursor _cursor;
    private int _depth;

    // In an absolute value a bar closes; in a bracket within it, it opens again.
    private bool _barCloses;

    private ExpressionParser(string text) => _cursor = new Cursor(text);

    /// <returns>Nothing where the text is no expression.</returns>
    public static Expression? Parse(string text)
    {
        var parser = new ExpressionParser(text);
        return parser.Sum() is { } expression && parser._cursor.IsAtEnd ? expression : null;
    }

    private Expression? Sum()
    {
        var sum = Product();
        while (sum is not null && _cursor.Next is '+' or '-')
        {
            // The term's own sign is read with it.
            if (_cursor.Next == '+') _cursor.At++;
            sum = Product() is { } term ? Expression.Of(Operation.Add, sum, term) : null;
        }

        return sum;
    }

    private Expression? Product()
    {
        var product = Signed();
        while (product is not null)
        {
            if (_cursor.Skip('*') || _cursor.Skip("cdot") || _cursor.Skip("times") || _cursor.Skip("ast"))
                product = Signed() is { } factor ? Expression.Of(Operation.Multiply, product, factor) : null;
            else if (_cursor.Skip('/') || _cursor.Skip("div"))
                product = Signed() is { } divisor ? Expression.Of(Operation.Divide, product, divisor) : null;
            else if (StartsFactor())
                product = Power() is { } factor ? Expression.Of(Operation.Multiply, product, factor) : null;
            else
                break;
        }

        return product;
    }

    // Two numbers side by side are no product, so digits start none.
    private bool StartsFactor() => _cursor.Next switch
    {
        '(' or '[' or '{' => true,
        '|' => !_barCloses,
        '\\' => _cursor.PeekCommand() is not ("}" or "rfloor" or "rceil" or "cdot" or "times" or "div" or "ast"),
        var next => char.IsAsciiLetter(next),
    };

    private Expression? Signed()
    {
        var isNegative = false;
        while (_cursor.Next is '+' or '-') isNegative ^= _cursor.Text[_cursor.At++] == '-';
        return Power() is not { } value ? null : isNegative ? Expression.Negative(value) : value;
    }

    private Expression? Power()
    {
        if (Primary() is not { } value) return null;
        while (_cursor.Skip('!')) value = Expression.Of(Operation.Factorial, value);
        if (!_cursor.Skip('^')) return value;
        return Exponent() is { } exponent ? Expression.Of(Operation.Power, value, exponent) : null;
    }

    // A whole number may stand without braces: models write x^10, which LaTeX would read as x^1 and a nought.
    private Expression? Exponent()
    {
        if (_depth == MaxDepth) return null;
        _depth++;
        var isNegative = _cursor.Skip('-');
        var value = Primary();
        if (value is not null && _cursor.Skip('^')) value = Exponent() is { } exponent ? Expression.Of(Operation.Power, value, exponent) : null;
        _depth--;
        return value is not null && isNegative ? Expression.Negative(value) : value;
    }

    private Expression? Primary()
    {
        if (_depth == MaxDepth) return null;
        _depth++;
        var value = _cursor.Next switch
        {
            '(' => Bracketed('(', ')'),
            '[' => Bracketed('[', ']'),
            '{' => Bracketed('{', '}'),
            '|' => Absolute(),
            '\\' => Command(),
            '.' or (>= '0' and <= '9') => NumberReader.Read(_cursor),
            var next => char.IsAsciiLetter(next) ? Word() : null,
        };
        _depth--;
        return value;
    }

    private Expression? Bracketed(char open, char close)
    {
        var barCloses = _barCloses;
        _barCloses = false;
        var value = _cursor.Skip(open) ? Sum() : null;
        _barCloses = barCloses;
        return value is not null && _cursor.Skip(close) ? value : null;
    }

    private Expression? Absolute()
    {
        if (_barCloses) return null;
        _cursor.At++;
        _barCloses = true;
        var value = Sum();
        _barCloses = false;
        return value is not null && _cursor.Skip('|') ? Expression.Of(Operation.Absolute, value) : null;
    }

    private Expression? Word()
    {
        var start = _cursor.At;
        var word = _cursor.Take(char.IsAsciiLetter);
        if (Names.OfWord(word) is { } command) return Named(command);
        if (word.Length > MaxLettersInProduct || Names.IsEnglish(word)) return null;
        _cursor.At = start + 1;
        return Subscripted(word[..1]);
    }

    private Expression? Command()
    {
        var name = _cursor.PeekCommand();
        _cursor.At += name.Length + 1;
        return Named(name);
    }

    private Expression? Named(string name) => name switch
    {
        "frac" => Pair(Operation.Divide),
        "binom" => Pair(Operation.Binomial),
        "sqrt" => Root(),
        "abs" => Argument() is { } value ? Expression.Of(Operation.Absolute, value) : null,
        "lfloor" => Sum() is { } value && _cursor.Skip("rfloor") ? Expression.Of(Operation.Floor, value) : null,
        "lceil" => Sum() is { } value && _cursor.Skip("rceil") ? Expression.Of(Operation.Ceiling, value) : null,
        _ => Names.IsFunction(name) ? Function(name) : Names.IsSymbol(name) ? Subscripted(name) : null,
    };

    private Expression? Subscripted(string name)
    {
        if (!_cursor.Skip('_')) return Expression.Symbol(name);
        var isBraced = _cursor.Skip('{');
        var index = _cursor.Take(char.IsAsciiLetterOrDigit);
        if (index.Length == 0 || (isBraced && !_cursor.Skip('}'))) return null;
        return Expression.Symbol($"{name}_{index}");
    }

    private Expression? Pair(Operation operation) => Argument() is { } first && Argument() is { } second ? Expression.Of(operation, first, second) : null;

    private Expression? Root()
    {
        if (!_cursor.Skip('[')) return Argument() is { } square ? Expression.Of(Operation.Root, Expression.Number(Rational.Whole(2)), square) : null;
        return Sum() is { } degree && _cursor.Skip(']') && Argument() is { } value ? Expression.Of(Operation.Root, degree, value) : null;
    }

    // An argument without braces is one sign: \frac12 is a half.
    private Expression? Argument()
    {
        if (!char.IsAsciiDigit(_cursor.Next)) return Primary();
        return Expression.Number(Rational.Whole(_cursor.Text[_cursor.At++] - '0'));
    }

    private Expression? Function(string name)
    {
        Expression? lower = null;
        if (_cursor.Skip('_') && (lower = Argument()) is null) return null;
        Expression? exponent = null;
        if (_cursor.Skip('^') && (exponent = Exponent()) is null) return null;
        var isInverse = exponent is { Operation: Operation.Number } && exponent.Value == Rational.Whole(-1);
        if (isInverse && name is "sin" or "cos" or "tan") (name, exponent) = ("arc" + name, null);
        if (FunctionArgument() is not { } argument || (lower is not null && name != "log")) return null;
        var value = name switch
        {
            "ln" => Expression.Of(Operation.Logarithm, Expression.Symbol("e"), argument),
            "log" or "lg" => Expression.Of(Operation.Logarithm, lower ?? Expression.Number(Rational.Whole(10)), argument),
            _ => Expression.Function(name, argument),
        };
        return exponent is null ? value : Expression.Of(Operation.Power, value, exponent);
    }

    // Without brackets it takes the factors up to the next sign, bracket or function: \sin 2x \cos y.
    private Expression? FunctionArgument()
    {
        if (_cursor.Next is '(' or '[' or '{') return Primary();
        var product = Power();
        while (product is not null && StartsFactor() && _cursor.Next is not ('(' or '[' or '{') && !Names.IsFunction(_cursor.PeekCommand()))
            product = Power() is { } factor ? Expression.Of(Operation.Multiply, product, factor) : null;
        return product;
    }
}
