using Gateway.Llama.Jinja.Expressions;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads expressions, with the precedence that Jinja2 gives its operators: <c>~</c> binds closer than <c>+</c>, a sign closer than <c>**</c>.</summary>
internal sealed class ExpressionParser
{
    private static readonly string[][] Levels = [["+", "-"], ["~"], ["*", "/", "//", "%"], ["**"]];
    private readonly TokenStream _tokens;
    private readonly OperandParser _operands;

    public ExpressionParser(TokenStream tokens)
    {
        _tokens = tokens;
        _operands = new OperandParser(tokens, this);
    }

    /// <summary>One expression.</summary>
    /// <param name="conditional">It may end in <c>if ... else ...</c>; where a statement goes on with <c>if</c>, it may not.</param>
    /// <exception cref="JinjaException">There is none.</exception>
    public Expression Parse(bool conditional = true)
    {
        _tokens.Enter();
        var value = ParseOr();
        while (conditional && _tokens.IsName("if"))
        {
            var line = _tokens.Next().Line;
            var condition = ParseOr();
            value = new ConditionalExpression(value, condition, _tokens.SkipName("else") ? Parse() : null, line);
        }

        _tokens.Leave();
        return value;
    }

    /// <summary>One expression, or a tuple of those with commas between them.</summary>
    /// <exception cref="JinjaException">There is none.</exception>
    public Expression ParseTuple(bool conditional = true, bool mayBeEmpty = false)
    {
        var line = _tokens.Line;
        if (mayBeEmpty && _tokens.IsSymbol(")")) return new ListExpression([], isTuple: true, line);
        var first = Parse(conditional);
        if (!_tokens.IsSymbol(",")) return first;
        var items = new List<Expression> { first };
        while (_tokens.SkipSymbol(",") && !EndsTuple()) items.Add(Parse(conditional));
        return new ListExpression(items, isTuple: true, line);
    }

    /// <summary>The filters behind <c>|</c>; a block names its first without one.</summary>
    /// <exception cref="JinjaException">A filter is not known, or its arguments do not fit.</exception>
    public List<(Builtins.Builtin Filter, ArgumentList Arguments)> ParseFilters(bool startsWithName)
    {
        var filters = new List<(Builtins.Builtin, ArgumentList)>();
        while (startsWithName || _tokens.SkipSymbol("|"))
        {
            startsWithName = false;
            filters.Add(_operands.ParseFilter());
        }

        return filters;
    }

    private bool EndsTuple() => _tokens.Current.Kind is TokenKind.BlockEnd or TokenKind.OutputEnd || _tokens.IsSymbol(")") || _tokens.IsSymbol("=");

    private Expression ParseOr()
    {
        var left = ParseAnd();
        while (_tokens.IsName("or"))
        {
            var line = _tokens.Next().Line;
            left = new LogicExpression(left, ParseAnd(), isAnd: false, line);
        }

        return left;
    }

    private Expression ParseAnd()
    {
        var left = ParseNot();
        while (_tokens.IsName("and"))
        {
            var line = _tokens.Next().Line;
            left = new LogicExpression(left, ParseNot(), isAnd: true, line);
        }

        return left;
    }

    private Expression ParseNot()
    {
        if (!_tokens.IsName("not")) return ParseComparison();
        _tokens.Enter();
        var line = _tokens.Next().Line;
        var value = new NotExpression(ParseNot(), line);
        _tokens.Leave();
        return value;
    }

    private Expression ParseComparison()
    {
        var line = _tokens.Line;
        var first = ParseLevel(0);
        var others = new List<(string, Expression)>();
        while (SkipComparison() is { } symbol) others.Add((symbol, ParseLevel(0)));
        return others.Count == 0 ? first : new CompareExpression(first, others, line);
    }

    private string? SkipComparison()
    {
        if (_tokens.Current is { Kind: TokenKind.Symbol, Text: "==" or "!=" or "<" or "<=" or ">" or ">=" }) return _tokens.Next().Text;
        if (_tokens.SkipName("in")) return "in";
        if (!_tokens.IsName("not") || _tokens.Following is not { Kind: TokenKind.Name, Text: "in" }) return null;
        _tokens.Next();
        _tokens.Next();
        return "not in";
    }

    private Expression ParseLevel(int level)
    {
        if (level == Levels.Length) return _operands.Parse();
        var left = ParseLevel(level + 1);
        List<Expression>? joined = null;
        while (_tokens.Current.Kind == TokenKind.Symbol && Levels[level].Contains(_tokens.Current.Text))
        {
            var (symbol, line) = (_tokens.Current.Text, _tokens.Next().Line);
            var right = ParseLevel(level + 1);
            if (symbol == "~")
            {
                if (joined is null) left = new ConcatExpression(joined = [left], line);
                joined.Add(right);
            }
            else
            {
                left = new ArithmeticExpression(symbol, left, right, line);
            }
        }

        return left;
    }
}
