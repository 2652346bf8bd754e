namespace Gateway.Llama.Templates;

/// <summary>A stretch of a prompt.</summary>
/// <param name="Text">The text.</param>
/// <param name="FromTemplate">True where the model's template wrote it: only there do the names of control tokens mean these tokens.</param>
internal readonly record struct TemplatePiece(string Text, bool FromTemplate);
