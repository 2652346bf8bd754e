using System.Runtime.CompilerServices;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>The tokens of a template, and the place at which a parser is.</summary>
internal sealed class TokenStream(List<Token> tokens)
{
    private const int MaxDepth = 200;
    private int _at;
    private int _depth;

    public Token Current => tokens[_at];

    public int Line => Current.Line;

    // The end is never passed.
    public Token Following => tokens[Math.Min(_at + 1, tokens.Count - 1)];

    public Token Next()
    {
        var token = Current;
        if (token.Kind != TokenKind.End) _at++;
        return token;
    }

    public bool IsName(string name) => Current.Kind == TokenKind.Name && Current.Text == name;

    public bool IsSymbol(string symbol) => Current.Kind == TokenKind.Symbol && Current.Text == symbol;

    public bool SkipName(string name) => Skip(IsName(name));

    public bool SkipSymbol(string symbol) => Skip(IsSymbol(symbol));

    /// <exception cref="JinjaException">Another token is next.</exception>
    public Token Expect(TokenKind kind, string described) => Current.Kind == kind ? Next() : throw Unexpected(described);

    /// <exception cref="JinjaException">Another token is next.</exception>
    public void ExpectSymbol(string symbol)
    {
        if (!SkipSymbol(symbol)) throw Unexpected($"'{symbol}'");
    }

    /// <exception cref="JinjaException">Another token is next.</exception>
    public void ExpectName(string name)
    {
        if (!SkipName(name)) throw Unexpected($"'{name}'");
    }

    public JinjaException Unexpected(string wanted) => Failure($"expected {wanted}, not {Current.Described}");

    public JinjaException Failure(string reason) => new(reason, Line);

    /// <summary>One step deeper into what is nested.</summary>
    /// <exception cref="JinjaException">The nesting is too deep.</exception>
    public void Enter()
    {
        if (++_depth > MaxDepth || !RuntimeHelpers.TryEnsureSufficientExecutionStack()) throw Failure("the nesting is too deep");
    }

    public void Leave() => _depth--;

    private bool Skip(bool isThere)
    {
        if (isThere) _at++;
        return isThere;
    }
}
