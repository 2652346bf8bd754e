using Gateway.Llama.Grammar;

namespace Gateway.Llama.Tools;

/// <summary>How a model writes a call of a tool, as its chat template has it.</summary>
/// <param name="Opening">What a call begins with; the text from here on is calls alone.</param>
/// <param name="ArgumentsKey">The key of the arguments; the name's is <c>name</c>.</param>
/// <param name="Frame">What stands around the calls' JSON after the opening. <see cref="ValueFrame.Between"/> is null where there is one call only.</param>
internal sealed record ToolCallForm(string Opening, string ArgumentsKey, ValueFrame Frame)
{
    /// <summary>Hermes 2, Qwen 2.5 and 3, and many after them: <c>&lt;tool_call&gt;</c> and JSON, once for each call. Also what models without a form of their own are told to write.</summary>
    public static ToolCallForm Hermes { get; } = new("<tool_call>", "arguments", new ValueFrame("\n", "\n</tool_call>\n<tool_call>\n", "\n</tool_call>"));

    /// <summary>Mistral: a control token, then a list of the calls.</summary>
    public static ToolCallForm Mistral { get; } = new("[TOOL_CALLS]", "arguments", new ValueFrame("[", ", ", "]"));

    /// <summary>Llama 3: the answer is the JSON of one call and nothing else.</summary>
    public static ToolCallForm Llama { get; } = new("{", "parameters", new ValueFrame("", null, ""));

    /// <summary>The opening is the first character of the call's JSON, and opens only at the answer's beginning.</summary>
    public bool OpensWithJson => Opening == "{";

    /// <summary>The form of a template that knows tools.</summary>
    /// <returns>Null where it is another one.</returns>
    public static ToolCallForm? Of(string template)
    {
        // Qwen3-Coder and others write XML inside of <tool_call>.
        if (template.Contains("<function=", StringComparison.Ordinal) || template.Contains("<arg_key>", StringComparison.Ordinal)) return null;
        if (template.Contains("<tool_call>", StringComparison.Ordinal)) return Hermes;

        // Newer ones of Mistral's write the name outside of the JSON.
        if (template.Contains("[TOOL_CALLS]", StringComparison.Ordinal)) return template.Contains("[ARGS]", StringComparison.Ordinal) ? null : Mistral;
        return template.Contains("ipython", StringComparison.Ordinal) && template.Contains("\"parameters\"", StringComparison.Ordinal) ? Llama : null;
    }
}
