using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Statements;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads the statements of a template.</summary>
internal sealed class StatementParser
{
    private readonly TokenStream _tokens;
    private readonly ExpressionParser _expressions;
    private readonly TargetParser _targets;

    // How many loops are open in the body that is read: only there can one be left.
    private int _loops;

    private StatementParser(TokenStream tokens)
    {
        _tokens = tokens;
        _expressions = new ExpressionParser(tokens);
        _targets = new TargetParser(tokens);
    }

    /// <exception cref="JinjaException">It is no template, or has what is not supported.</exception>
    public static Body Parse(List<Token> tokens)
    {
        var parser = new StatementParser(new TokenStream(tokens));
        return parser.ParseUntil();
    }

    // Ends before the name of a tag that ends the body, or at the end of the template where none is wanted.
    private Body ParseUntil(params string[] ends)
    {
        _tokens.Enter();
        var statements = new List<Statement>();
        for (; ; )
        {
            var token = _tokens.Next();
            switch (token.Kind)
            {
                case TokenKind.Data:
                    statements.Add(new TextStatement(token.Text, token.Line));
                    break;
                case TokenKind.OutputBegin:
                    statements.Add(new OutputStatement(_expressions.ParseTuple(), token.Line));
                    _tokens.Expect(TokenKind.OutputEnd, "'}}'");
                    break;
                case TokenKind.BlockBegin when _tokens.Current.Kind == TokenKind.Name && ends.Contains(_tokens.Current.Text):
                    _tokens.Leave();
                    return new Body(statements);
                case TokenKind.BlockBegin:
                    statements.Add(ParseStatement());
                    CloseTag();
                    break;
                case TokenKind.End when ends.Length == 0:
                    _tokens.Leave();
                    return new Body(statements);
                default: throw _tokens.Unexpected($"'{string.Join("' or '", ends)}'");
            }
        }
    }

    // Reads the end of a tag, the body, and the name of the tag that ends it.
    private Body ParseBody(params string[] ends)
    {
        CloseTag();
        return ParseUntil(ends);
    }

    private Body ParseLast(string end)
    {
        var body = ParseBody(end);
        _tokens.Next();
        return body;
    }

    // What is written there is kept, not sent on: no loop around it can be left.
    private Body ParseCaptured(string end)
    {
        var loops = _loops;
        _loops = 0;
        var body = ParseLast(end);
        _loops = loops;
        return body;
    }

    // Python's colon is tolerated, as by Jinja2.
    private void CloseTag()
    {
        _tokens.SkipSymbol(":");
        _tokens.Expect(TokenKind.BlockEnd, "'%}'");
    }

    private Statement ParseStatement()
    {
        var tag = _tokens.Expect(TokenKind.Name, "a statement's name");
        switch (tag.Text)
        {
            case "if": return ParseIf(tag.Line);
            case "for": return ParseFor(tag.Line);
            case "set": return ParseSet(tag.Line);
            case "macro": return new MacroStatement(ParseMacro(_tokens.Expect(TokenKind.Name, "the macro's name").Text), tag.Line);
            case "call": return ParseCall(tag.Line);
            case "filter": return new FilterBlockStatement(new FilterChain(_expressions.ParseFilters(startsWithName: true)), ParseCaptured("endfilter"), tag.Line);
            case "with": return ParseWith(tag.Line);
            case "generation": return new WithStatement([], ParseLast("endgeneration"), tag.Line);
            case "break" or "continue":
                if (_loops == 0) throw new JinjaException($"'{tag.Text}' stands in no loop", tag.Line);
                return new LoopControlStatement(tag.Text == "break" ? Flow.Break : Flow.Continue, tag.Line);
            default: throw new JinjaException(NotSupported.Tag(tag.Text) ?? $"the statement '{tag.Text}' is not known, or ends what was not begun", tag.Line);
        }
    }

    private IfStatement ParseIf(int line)
    {
        var branches = new List<(Expression, Body)>();
        do
        {
            branches.Add((_expressions.ParseTuple(conditional: false), ParseBody("elif", "else", "endif")));
        }
        while (_tokens.SkipName("elif"));
        var otherwise = _tokens.SkipName("else") ? ParseBody("endif") : null;
        _tokens.ExpectName("endif");
        return new IfStatement(branches, otherwise, line);
    }

    private ForStatement ParseFor(int line)
    {
        var target = _targets.Parse(namespaces: false);
        _tokens.ExpectName("in");
        var items = _expressions.ParseTuple(conditional: false);
        var condition = _tokens.SkipName("if") ? _expressions.Parse() : null;
        if (_tokens.IsName("recursive")) throw _tokens.Failure("recursive loops are not supported");
        _loops++;
        var body = ParseBody("else", "endfor");
        _loops--;
        var otherwise = _tokens.SkipName("else") ? ParseBody("endfor") : null;
        _tokens.ExpectName("endfor");
        return new ForStatement(target, items, condition, body, otherwise, line);
    }

    private Statement ParseSet(int line)
    {
        var target = _targets.Parse(namespaces: true);
        if (_tokens.SkipSymbol("=")) return new SetStatement(target, _expressions.ParseTuple(), line);
        return new SetBlockStatement(target, new FilterChain(_expressions.ParseFilters(startsWithName: false)), ParseCaptured("endset"), line);
    }

    private MacroDefinition ParseMacro(string name) => new(name, ParseParameters(), ParseCaptured("endmacro"));

    private CallBlockStatement ParseCall(int line)
    {
        var parameters = _tokens.IsSymbol("(") ? ParseParameters() : [];
        if (_expressions.Parse() is not CallExpression call) throw new JinjaException("a call block needs the call of a macro", line);
        return new CallBlockStatement(call, new MacroDefinition(MacroValue.Caller, parameters, ParseCaptured("endcall")), line);
    }

    private List<(string, Expression?)> ParseParameters()
    {
        var parameters = new List<(string Name, Expression? Default)>();
        _tokens.ExpectSymbol("(");
        while (!_tokens.SkipSymbol(")"))
        {
            if (parameters.Count > 0) _tokens.ExpectSymbol(",");
            var name = _tokens.Expect(TokenKind.Name, "a parameter's name").Text;
            var otherwise = _tokens.SkipSymbol("=") ? _expressions.Parse() : null;
            if (otherwise is null && parameters is [.., { Default: not null }]) throw _tokens.Failure($"the parameter '{name}' needs a default, as the one before has one");
            if (parameters.Exists(other => other.Name == name)) throw _tokens.Failure($"there are two parameters '{name}'");
            parameters.Add((name, otherwise));
        }

        return parameters;
    }

    private WithStatement ParseWith(int line)
    {
        var names = new List<(Target, Expression)>();
        while (_tokens.Current.Kind != TokenKind.BlockEnd)
        {
            if (names.Count > 0) _tokens.ExpectSymbol(",");
            var name = _targets.ParseOne();
            _tokens.ExpectSymbol("=");
            names.Add((name, _expressions.Parse()));
        }

        return new WithStatement(names, ParseLast("endwith"), line);
    }
}
