namespace Gateway.Llama.Templates;

/// <summary>Turns a conversation into the tokens that the model reads.</summary>
internal static class PromptTokens
{
    /// <exception cref="NotSupportedException">The template has no place for one of the turns, or the vocabulary cannot spell it.</exception>
    public static int[] Of(IReadOnlyList<ChatTurn> turns, ChatTemplate template, Vocabulary vocabulary)
    {
        var tokens = new List<int>();
        foreach (var piece in template.Apply(turns))
        {
            if (piece.FromTemplate) vocabulary.TokenizeTemplate(piece.Text, tokens);
            else vocabulary.TokenizeText(piece.Text, tokens);
        }

        // Some templates write the begin token themselves; twice would be a prompt that no model was trained on.
        if (vocabulary.BeginOfText is { } begin && (tokens.Count == 0 || tokens[0] != begin)) tokens.Insert(0, begin);
        return [.. tokens];
    }
}
