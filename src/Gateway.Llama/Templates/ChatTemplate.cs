using System.Text.Json.Nodes;
using Gateway.Llama.Jinja;
using Gateway.Llama.Native;
using Gateway.Llama.Tools;

namespace Gateway.Llama.Templates;

/// <summary>
/// Puts a conversation into the form that a model was trained on, by the template in its file. What clients wrote is broken where it names a
/// control token, so that it stays letters: nobody can end a turn, or begin one for somebody else (<see cref="Vocabulary.TokenizePrompt"/>).
/// </summary>
internal sealed class ChatTemplate
{
    private const string ChatMl =
        "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>\n' }}{% endfor %}"
        + "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    private readonly JinjaTemplate _template;
    private readonly Vocabulary _vocabulary;
    private readonly TimeProvider _clock;
    private readonly bool _foldsSystem;

    private ChatTemplate(string source, Vocabulary vocabulary, TimeProvider clock)
    {
        _template = JinjaTemplate.Parse(source);
        _vocabulary = vocabulary;
        _clock = clock;
        var form = ToolCallForm.Of(source);
        DeclaresTools = form is not null && source.Contains("tools", StringComparison.Ordinal);
        ToolForm = form ?? ToolCallForm.Hermes;
        _foldsSystem = !ShowsSystem();
    }

    /// <summary>How the model writes calls of tools.</summary>
    public ToolCallForm ToolForm { get; }

    /// <summary>The template tells the model of its tools, and has places for calls and results. Otherwise they are written into the turns' texts.</summary>
    public bool DeclaresTools { get; }

    /// <summary>The model's own template; ChatML where the file has none.</summary>
    /// <exception cref="NotSupportedException">It cannot be read, fails on a plain question, or is not one that the vocabulary can spell.</exception>
    public static unsafe ChatTemplate Of(ModelHandle model, Vocabulary vocabulary, TimeProvider clock)
    {
        var source = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)LlamaNative.llama_model_chat_template(model, null)) ?? ChatMl;
        try
        {
            var template = new ChatTemplate(source, vocabulary, clock);
            vocabulary.CheckSpelling(template.Apply([new ChatTurn("user", " "), new ChatTurn("assistant", " "), new ChatTurn("user", " ")], null));
            return template;
        }
        catch (JinjaException e)
        {
            throw new NotSupportedException($"its chat template cannot be used: {e.Message}", e);
        }
    }

    /// <summary>The prompt for the next answer, with the clients' names of control tokens broken.</summary>
    /// <param name="turns">The conversation, at least one turn.</param>
    /// <param name="tools">The tools that the model is told of, where <see cref="DeclaresTools"/>.</param>
    /// <exception cref="NotSupportedException">The template refuses the conversation.</exception>
    public string Apply(IReadOnlyList<ChatTurn> turns, ToolUse? tools)
    {
        try
        {
            return Render(_foldsSystem ? WithoutSystem(turns) : turns, tools);
        }
        catch (JinjaException e)
        {
            throw new NotSupportedException($"the model's chat template refuses the conversation: {e.Message}", e);
        }
    }

    private string Render(IReadOnlyList<ChatTurn> turns, ToolUse? tools)
    {
        var variables = new JsonObject
        {
            ["messages"] = TemplateMessages.Of(turns, ToolForm),
            ["add_generation_prompt"] = true,
            ["bos_token"] = _vocabulary.BeginName,
            ["eos_token"] = _vocabulary.EndName,
        };
        if (tools is not null) variables["tools"] = ToolTurns.Declared(tools);
        TemplateMessages.Break(variables["messages"], _vocabulary);
        TemplateMessages.Break(variables["tools"], _vocabulary);
        return _template.Render(variables, _clock);
    }

    // Some templates refuse a system turn, and some pass over it without a word.
    private bool ShowsSystem()
    {
        try
        {
            return Render([new ChatTurn("system", "seen7"), new ChatTurn("user", "q")], null).Contains("seen7", StringComparison.Ordinal);
        }
        catch (JinjaException)
        {
            return false;
        }
    }

    private static List<ChatTurn> WithoutSystem(IReadOnlyList<ChatTurn> turns)
    {
        var kept = turns.Where(static turn => turn.Role != "system").ToList();
        var said = string.Join("\n\n", turns.Where(static turn => turn.Role == "system").Select(static turn => turn.Text));
        if (said.Length == 0) return kept;
        var first = kept.FindIndex(static turn => turn.Role == "user");
        if (first < 0) kept.Insert(0, new ChatTurn("user", said));
        else kept[first] = kept[first] with { Text = $"{said}\n\n{kept[first].Text}" };
        return kept;
    }
}
