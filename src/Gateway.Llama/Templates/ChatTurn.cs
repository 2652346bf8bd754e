namespace Gateway.Llama.Templates;

/// <summary>One message as a template sees it.</summary>
/// <param name="Role"><c>system</c>, <c>user</c> or <c>assistant</c>.</param>
/// <param name="Text">What was said; never parsed.</param>
internal readonly record struct ChatTurn(string Role, string Text);
