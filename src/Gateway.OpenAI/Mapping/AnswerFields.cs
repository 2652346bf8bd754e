using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads what a message and a delta have in common: text, reasoning, refusal, tool calls.</summary>
internal sealed class AnswerFields
{
    private static readonly byte[][] Unsaid = ["null"u8.ToArray(), "\"\""u8.ToArray(), "[]"u8.ToArray()];

    /// <summary>Tool calls, gathered over all deltas of the choice.</summary>
    public DeltaToolCalls ToolCalls { get; } = new();

    /// <summary>The choice has said why it ended.</summary>
    public bool HasFinished { get; set; }

    /// <summary>Reads the field that <paramref name="name"/> names into <paramref name="contents"/>; the reader moves to the value's end.</summary>
    public void Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> name, List<AIContent> contents)
    {
        if (name.SequenceEqual("content"u8)) ReadContent(ref reader, contents);
        else if (name.SequenceEqual("tool_calls"u8)) ToolCalls.Read(ref reader);
        else if (name.SequenceEqual("refusal"u8) && WireText.ReadOrNull(ref reader) is { Length: > 0 } refusal) contents.Add(Refusal.Of(refusal));
        else if ((name.SequenceEqual("reasoning_content"u8) || name.SequenceEqual("reasoning"u8)) && WireText.ReadOrNull(ref reader) is { Length: > 0 } reasoning)
        {
            contents.Add(new TextReasoningContent(reasoning));
        }
        else reader.Skip();
    }

    /// <summary>The field's value says nothing: null or empty.</summary>
    public static bool SaysNothing(ReadOnlySpan<byte> value)
    {
        foreach (var unsaid in Unsaid)
        {
            if (value.SequenceEqual(unsaid)) return true;
        }

        return false;
    }

    /// <summary>Content is a string, null, or, from some endpoints, an array of parts of which the text parts count.</summary>
    private static void ReadContent(ref Utf8JsonReader reader, List<AIContent> contents)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            if (WireText.Read(ref reader) is { Length: > 0 } text) contents.Add(new TextContent(text));
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return;
        }

        while (reader.NextItem())
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                reader.Skip();
                continue;
            }

            while (reader.NextField())
            {
                if (reader.TakeName().SequenceEqual("text"u8) && WireText.ReadOrNull(ref reader) is { Length: > 0 } text) contents.Add(new TextContent(text));
                else reader.Skip();
            }
        }
    }
}
