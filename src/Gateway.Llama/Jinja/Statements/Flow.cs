namespace Gateway.Llama.Jinja.Statements;

/// <summary>Where a statement sends the loop around it.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,
}
