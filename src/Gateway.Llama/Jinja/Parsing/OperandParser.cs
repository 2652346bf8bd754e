using System.Globalization;
using Gateway.Llama.Jinja.Builtins;
using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads what stands between operators: a value with its signs, attributes, indexes, calls, filters and tests.</summary>
internal sealed class OperandParser(TokenStream tokens, ExpressionParser expressions)
{
    // Words that begin or end something else.
    private static readonly string[] Reserved = ["and", "or", "not", "in", "is", "if", "else", "elif"];
    private readonly ArgumentParser _arguments = new(tokens, expressions);

    /// <exception cref="JinjaException">There is none.</exception>
    public Expression Parse()
    {
        var value = ParseSigned();
        for (; ; )
        {
            if (tokens.IsSymbol("|"))
            {
                var line = tokens.Next().Line;
                var (filter, arguments) = ParseFilter();
                value = new FilterExpression(value, filter, arguments, line);
            }
            else if (tokens.IsName("is"))
            {
                value = ParseTest(value);
            }
            else if (tokens.IsSymbol("("))
            {
                value = ParseCall(value);
            }
            else
            {
                return value;
            }
        }
    }

    /// <summary>A filter's name and its arguments.</summary>
    /// <exception cref="JinjaException">It is not known, or its arguments do not fit.</exception>
    public (Builtin Filter, ArgumentList Arguments) ParseFilter()
    {
        var name = tokens.Expect(TokenKind.Name, "a filter's name");
        var filter = Filters.Find(name.Text) ?? throw new JinjaException($"the filter '{name.Text}' is not supported", name.Line);
        var arguments = tokens.IsSymbol("(") ? _arguments.Parse() : ArgumentList.None;
        Check(filter, arguments, name.Line);
        if (Inner(filter, arguments) is { } misfit) throw new JinjaException(misfit, name.Line);
        return (filter, arguments);
    }

    private Expression ParseSigned()
    {
        if (!tokens.IsSymbol("-") && !tokens.IsSymbol("+")) return ParsePostfix(ParsePrimary());
        tokens.Enter();
        var (symbol, line) = (tokens.Current.Text, tokens.Next().Line);
        var value = new SignExpression(ParseSigned(), symbol == "-", line);
        tokens.Leave();
        return ParsePostfix(value);
    }

    private Expression ParsePrimary()
    {
        var token = tokens.Current;
        switch (token.Kind)
        {
            case TokenKind.Name: return ParseName();
            case TokenKind.Text: return ParseText();
            case TokenKind.Whole: return new ConstantExpression(new IntValue(long.Parse(tokens.Next().Text, CultureInfo.InvariantCulture)), token.Line);
            case TokenKind.Real: return new ConstantExpression(new FloatValue(double.Parse(tokens.Next().Text, CultureInfo.InvariantCulture)), token.Line);
            case TokenKind.Symbol when tokens.SkipSymbol("("):
                var inner = expressions.ParseTuple(mayBeEmpty: true);
                tokens.ExpectSymbol(")");
                return inner;
            case TokenKind.Symbol when tokens.SkipSymbol("["): return new ListExpression(ParseAll("]", () => expressions.Parse()), isTuple: false, token.Line);
            case TokenKind.Symbol when tokens.SkipSymbol("{"): return new DictExpression(ParseAll("}", ParseEntry), token.Line);
            default: throw tokens.Unexpected("an expression");
        }
    }

    private Expression ParseName()
    {
        var name = tokens.Next();
        switch (name.Text)
        {
            case "true" or "True": return new ConstantExpression(BoolValue.True, name.Line);
            case "false" or "False": return new ConstantExpression(BoolValue.False, name.Line);
            case "none" or "None": return new ConstantExpression(NoneValue.Instance, name.Line);
        }

        if (Reserved.Contains(name.Text)) throw new JinjaException($"expected an expression, not '{name.Text}'", name.Line);
        if (NotSupported.Name(name.Text) is { } reason) throw new JinjaException(reason, name.Line);
        return new NameExpression(name.Text, name.Line);
    }

    // Strings one behind the other are one.
    private ConstantExpression ParseText()
    {
        var line = tokens.Line;
        var parts = new List<string>();
        while (tokens.Current.Kind == TokenKind.Text) parts.Add(tokens.Next().Text);
        return new ConstantExpression(new TextValue(string.Concat(parts)), line);
    }

    private (Expression, Expression) ParseEntry()
    {
        var key = expressions.Parse();
        tokens.ExpectSymbol(":");
        return (key, expressions.Parse());
    }

    private List<T> ParseAll<T>(string close, Func<T> parse)
    {
        var items = new List<T>();
        while (!tokens.SkipSymbol(close))
        {
            if (items.Count > 0)
            {
                tokens.ExpectSymbol(",");
                if (tokens.SkipSymbol(close)) break;
            }

            items.Add(parse());
        }

        return items;
    }

    private Expression ParsePostfix(Expression value)
    {
        for (; ; )
        {
            var line = tokens.Line;
            if (tokens.SkipSymbol("."))
            {
                value = tokens.Current.Kind == TokenKind.Whole
                    ? new ItemExpression(value, ParsePrimary(), line)
                    : new AttributeExpression(value, tokens.Expect(TokenKind.Name, "an attribute's name").Text, line);
            }
            else if (tokens.SkipSymbol("["))
            {
                value = ParseSubscript(value, line);
                tokens.ExpectSymbol("]");
            }
            else if (tokens.IsSymbol("("))
            {
                value = ParseCall(value);
            }
            else
            {
                return value;
            }
        }
    }

    private Expression ParseSubscript(Expression value, int line)
    {
        var start = tokens.IsSymbol(":") ? null : expressions.ParseTuple();
        if (!tokens.SkipSymbol(":")) return new ItemExpression(value, start!, line);
        var stop = tokens.IsSymbol(":") || tokens.IsSymbol("]") ? null : expressions.Parse();
        var step = tokens.SkipSymbol(":") && !tokens.IsSymbol("]") ? expressions.Parse() : null;
        return new SliceExpression(value, start, stop, step, line);
    }

    private CallExpression ParseCall(Expression callee)
    {
        var line = tokens.Line;
        if (callee is AttributeExpression { Name: var name } && NotSupported.Method(name) is { } reason) throw new JinjaException(reason, line);
        return new CallExpression(callee, _arguments.Parse(), line);
    }

    private TestExpression ParseTest(Expression value)
    {
        var line = tokens.Next().Line;
        var negated = tokens.SkipName("not");
        var name = tokens.Expect(TokenKind.Name, "a test's name");
        var test = Tests.Find(name.Text) ?? throw new JinjaException($"the test '{name.Text}' is not supported", name.Line);
        var arguments = ArgumentList.None;
        if (tokens.IsSymbol("(")) arguments = _arguments.Parse();
        else if (BeginsOperand()) arguments = new ArgumentList([ParsePostfix(ParsePrimary())], null, [], null);
        Check(test, arguments, name.Line);
        return new TestExpression(value, test, arguments, negated, line);
    }

    private bool BeginsOperand() => tokens.Current.Kind is TokenKind.Text or TokenKind.Whole or TokenKind.Real
        || (tokens.Current.Kind == TokenKind.Name && !Reserved.Contains(tokens.Current.Text))
        || tokens.IsSymbol("[") || tokens.IsSymbol("{");

    private static void Check(Builtin builtin, ArgumentList arguments, int line)
    {
        if (arguments.IsComplete && builtin.Misfit(arguments.Count + 1, arguments.Names) is { } misfit) throw new JinjaException(misfit, line);
    }

    // What is applied to each item is a name in a string; where it is written out, it is known now.
    private static string? Inner(Builtin filter, ArgumentList arguments) => (filter.Name, arguments.ConstantAt(0), arguments.ConstantAt(1)) switch
    {
        ("map", TextValue name, _) when Filters.Find(name.Text) is null => $"the filter '{name.Text}' is not supported",
        ("select" or "reject", TextValue name, _) when Tests.Find(name.Text) is null => $"the test '{name.Text}' is not supported",
        ("selectattr" or "rejectattr", _, TextValue name) when Tests.Find(name.Text) is null => $"the test '{name.Text}' is not supported",
        _ => null,
    };
}
