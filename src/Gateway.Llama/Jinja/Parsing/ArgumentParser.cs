using Gateway.Llama.Jinja.Expressions;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads the arguments of calls, filters and tests.</summary>
internal sealed class ArgumentParser(TokenStream tokens, ExpressionParser expressions)
{
    /// <exception cref="JinjaException">They are not closed, or in a wrong order.</exception>
    public ArgumentList Parse()
    {
        var positional = new List<Expression>();
        var named = new List<(string Name, Expression Value)>();
        Expression? more = null;
        Expression? moreNamed = null;
        tokens.ExpectSymbol("(");
        while (!tokens.SkipSymbol(")"))
        {
            if (positional.Count + named.Count > 0 || more is not null || moreNamed is not null)
            {
                tokens.ExpectSymbol(",");
                if (tokens.SkipSymbol(")")) break;
            }

            if (moreNamed is not null) throw tokens.Failure("nothing can follow the arguments of '**'");
            if (tokens.SkipSymbol("**"))
            {
                moreNamed = expressions.Parse();
            }
            else if (tokens.IsSymbol("*"))
            {
                if (more is not null) throw tokens.Failure("'*' can be used once in a call");
                tokens.Next();
                more = expressions.Parse();
            }
            else if (tokens.Current.Kind == TokenKind.Name && tokens.Following is { Kind: TokenKind.Symbol, Text: "=" })
            {
                var name = tokens.Next().Text;
                tokens.Next();
                named.Add((name, expressions.Parse()));
            }
            else
            {
                if (named.Count > 0 || more is not null) throw tokens.Failure("an argument without a name follows one with a name, or '*'");
                positional.Add(expressions.Parse());
            }
        }

        return new ArgumentList(positional, more, named, moreNamed);
    }
}
