using Gateway.Llama.Tools;

namespace Gateway.Llama.Templates;

/// <summary>Turns a conversation into the tokens that the model reads.</summary>
internal static class PromptTokens
{
    /// <param name="turns">The conversation.</param>
    /// <param name="tools">What the request's tools ask of the answer; the model is told of them.</param>
    /// <param name="template">The model's template.</param>
    /// <param name="vocabulary">The model's tokens.</param>
    /// <exception cref="NotSupportedException">The template refuses the conversation.</exception>
    public static int[] Of(IReadOnlyList<ChatTurn> turns, ToolUse? tools, ChatTemplate template, Vocabulary vocabulary)
    {
        if (!template.DeclaresTools) turns = ToolTurns.AsTexts(turns, tools, template.ToolForm);
        var prompt = template.Apply(turns, template.DeclaresTools ? tools : null);
        var tokens = new List<int>();
        vocabulary.TokenizePrompt(tools is { Opened: true } ? prompt + tools.Form.Opening : prompt, tokens);

        // Some templates write the begin token themselves; twice would be a prompt that no model was trained on.
        if (vocabulary.BeginOfText is { } begin && (tokens.Count == 0 || tokens[0] != begin)) tokens.Insert(0, begin);
        return [.. tokens];
    }
}
