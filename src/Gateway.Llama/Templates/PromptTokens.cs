namespace Gateway.Llama.Templates;

/// <summary>Turns a conversation into the tokens that the model reads.</summary>
internal static class PromptTokens
{
    /// <param name="turns">The conversation.</param>
    /// <param name="template">The model's template.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="opening">What the answer begins with, if the prompt says it already.</param>
    /// <exception cref="NotSupportedException">The template has no place for one of the turns, or the vocabulary cannot spell it.</exception>
    public static int[] Of(IReadOnlyList<ChatTurn> turns, ChatTemplate template, Vocabulary vocabulary, string? opening = null)
    {
        var tokens = new List<int>();
        foreach (var piece in template.Apply(turns))
        {
            if (piece.FromTemplate) vocabulary.TokenizeTemplate(piece.Text, tokens);
            else vocabulary.TokenizeText(piece.Text, tokens);
        }

        if (opening is not null) vocabulary.TokenizeTemplate(opening, tokens);

        // Some templates write the begin token themselves; twice would be a prompt that no model was trained on.
        if (vocabulary.BeginOfText is { } begin && (tokens.Count == 0 || tokens[0] != begin)) tokens.Insert(0, begin);
        return [.. tokens];
    }
}
