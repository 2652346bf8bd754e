using Gateway.Llama.Jinja.Statements;

namespace Gateway.Llama.Jinja.Parsing;

/// <summary>Reads what is assigned to: <c>a</c>, <c>a, b</c>, <c>(a, b), c</c>, <c>ns.a</c>.</summary>
internal sealed class TargetParser(TokenStream tokens)
{
    private static readonly string[] Constants = ["true", "false", "none", "True", "False", "None"];

    /// <exception cref="JinjaException">There is nothing that can be assigned to.</exception>
    public Target Parse(bool namespaces)
    {
        var first = ParsePart(namespaces);
        if (!tokens.IsSymbol(",")) return first;
        var parts = new List<Target> { first };
        while (tokens.SkipSymbol(",") && (tokens.IsSymbol("(") || (tokens.Current.Kind == TokenKind.Name && !tokens.IsName("in")))) parts.Add(ParsePart(namespaces));
        return new TupleTarget(parts);
    }

    /// <summary>A name.</summary>
    /// <exception cref="JinjaException">Something else is next.</exception>
    public Target ParseOne() => ParsePart(namespaces: false);

    private Target ParsePart(bool namespaces)
    {
        if (tokens.SkipSymbol("("))
        {
            tokens.Enter();
            var inner = Parse(namespaces);
            tokens.ExpectSymbol(")");
            tokens.Leave();
            return inner;
        }

        var name = tokens.Expect(TokenKind.Name, "a name to assign to");
        if (Constants.Contains(name.Text)) throw new JinjaException($"'{name.Text}' cannot be assigned to", name.Line);
        return namespaces && tokens.SkipSymbol(".") ? new NamespaceTarget(name.Text, tokens.Expect(TokenKind.Name, "an attribute's name").Text) : new NameTarget(name.Text);
    }
}
