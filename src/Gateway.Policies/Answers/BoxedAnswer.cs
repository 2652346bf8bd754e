namespace Gateway.Policies;

/// <summary>The body of the last LaTeX <c>\boxed{...}</c> whose braces are balanced, white space folded.</summary>
internal sealed class BoxedAnswer : IAnswerExtractor
{
    private const string Command = @"\boxed";

    public string? Extract(string text)
    {
        for (var start = text.Length; start > 0;)
        {
            start = text.LastIndexOf(Command, start - 1, StringComparison.Ordinal);
            if (start < 0) return null;
            if (Body(text.AsSpan(start + Command.Length).TrimStart()) is { IsEmpty: false } body) return Whitespace.Fold(body);
        }

        return null;
    }

    public override string ToString() => "boxed";

    /// <summary>What the first brace encloses; nothing where it does not begin with one or the text ends before it is closed.</summary>
    private static ReadOnlySpan<char> Body(ReadOnlySpan<char> text)
    {
        if (text is not ['{', ..]) return default;
        var open = 0;
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\':
                    i++;
                    break;
                case '{':
                    open++;
                    break;
                case '}' when --open == 0:
                    return text[1..i];
            }
        }

        return default;
    }
}
