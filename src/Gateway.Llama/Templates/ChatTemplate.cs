using System.Globalization;
using System.Text;
using Gateway.Llama.Native;
using Gateway.Llama.Tools;

namespace Gateway.Llama.Templates;

/// <summary>
/// Puts a conversation into the form that a model was trained on. The template is applied to marks, and the texts are put in their places
/// afterwards: a user who writes the name of a control token gets its letters, and cannot end a turn or begin one for somebody else.
/// </summary>
internal sealed unsafe class ChatTemplate
{
    // Private-use characters that no template contains.
    private const char Open = '\uE0F0';
    private const char Close = '\uE0F1';
    private readonly byte[] _template;

    private ChatTemplate(string template)
    {
        _template = Terminated(template);
        ToolForm = ToolCallForm.Of(template) ?? ToolCallForm.Hermes;
    }

    /// <summary>How the model writes calls of tools.</summary>
    public ToolCallForm ToolForm { get; }

    /// <summary>The model's own template; ChatML where the file has none.</summary>
    /// <exception cref="NotSupportedException">libllama does not know the template.</exception>
    public static ChatTemplate Of(ModelHandle model)
    {
        var text = System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)LlamaNative.llama_model_chat_template(model, null));
        var template = new ChatTemplate(text ?? "chatml");
        template.Apply([new ChatTurn("user", "")]);
        return template;
    }

    /// <summary>The prompt for the next answer.</summary>
    /// <exception cref="NotSupportedException">The template has no place for one of the turns, or is not known.</exception>
    public IReadOnlyList<TemplatePiece> Apply(IReadOnlyList<ChatTurn> turns)
    {
        var applied = ApplyToMarks(turns);
        var pieces = new List<TemplatePiece>(turns.Count * 2 + 1);
        var at = 0;
        for (var i = 0; i < turns.Count; i++)
        {
            var mark = Mark(i);
            var start = applied.IndexOf(mark, at, StringComparison.Ordinal);
            if (start < 0) throw new NotSupportedException($"the model's chat template has no place for message {i} ({turns[i].Role})");
            var end = start + mark.Length;
            var text = turns[i].Text;

            // The mark stands between blanks. A template that trims its messages has taken them: then the text is trimmed too.
            if (start > at && applied[start - 1] == ' ' && end < applied.Length && applied[end] == ' ')
            {
                start--;
                end++;
            }
            else
            {
                text = text.Trim();
            }

            if (start > at) pieces.Add(new TemplatePiece(applied[at..start], true));
            if (text.Length > 0) pieces.Add(new TemplatePiece(text, false));
            at = end;
        }

        if (at < applied.Length) pieces.Add(new TemplatePiece(applied[at..], true));
        return pieces;
    }

    private static string Mark(int index) => string.Create(CultureInfo.InvariantCulture, $"{Open}{index}{Close}");

    private string ApplyToMarks(IReadOnlyList<ChatTurn> turns)
    {
        // One block for all strings, pinned once, however many messages there are.
        var strings = new List<byte>();
        var offsets = new (int Role, int Content)[turns.Count];
        for (var i = 0; i < turns.Count; i++)
        {
            offsets[i].Role = strings.Count;
            strings.AddRange(Terminated(turns[i].Role));
            offsets[i].Content = strings.Count;
            strings.AddRange(Terminated($" {Mark(i)} "));
        }

        var block = strings.ToArray();
        var messages = new NativeChatMessage[turns.Count];
        var buffer = new byte[1024 + 128 * turns.Count];
        fixed (byte* text = block)
        fixed (NativeChatMessage* list = messages)
        {
            for (var i = 0; i < messages.Length; i++) messages[i] = new NativeChatMessage { Role = text + offsets[i].Role, Content = text + offsets[i].Content };
            var length = Apply(list, messages.Length, buffer);
            if (length > buffer.Length)
            {
                buffer = new byte[length];
                length = Apply(list, messages.Length, buffer);
            }

            return length >= 0 ? Encoding.UTF8.GetString(buffer, 0, length) : throw new NotSupportedException("the model's chat template is not one that libllama knows");
        }
    }

    private int Apply(NativeChatMessage* messages, int count, byte[] buffer)
    {
        fixed (byte* template = _template)
        fixed (byte* to = buffer)
        {
            return LlamaNative.llama_chat_apply_template(template, messages, (nuint)count, addAssistant: true, to, buffer.Length);
        }
    }

    private static byte[] Terminated(string text) => [.. Encoding.UTF8.GetBytes(text), 0];
}
