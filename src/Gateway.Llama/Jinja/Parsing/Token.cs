namespace Gateway.Llama.Jinja.Parsing;

/// <summary>A word of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its letters; a text's without quotes and escapes.</param>
/// <param name="Line">Where it begins.</param>
internal readonly record struct Token(TokenKind Kind, string Text, int Line)
{
    /// <summary>The token for a message.</summary>
    public string Described => Kind switch
    {
        TokenKind.Data => "text",
        TokenKind.BlockBegin => "'{%'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.OutputBegin => "'{{'",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.Text => "a string",
        TokenKind.End => "the end of the template",
        _ => $"'{Text}'",
    };
}
