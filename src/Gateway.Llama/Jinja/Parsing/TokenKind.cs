namespace Gateway.Llama.Jinja.Parsing;

internal enum TokenKind
{
    /// <summary>Text outside of the braces.</summary>
    Data,

    /// <summary><c>{%</c></summary>
    BlockBegin,

    /// <summary><c>%}</c></summary>
    BlockEnd,

    /// <summary><c>{{</c></summary>
    OutputBegin,

    /// <summary><c>}}</c></summary>
    OutputEnd,
    Name,
    Text,
    Whole,
    Real,
    Symbol,
    End,
}
