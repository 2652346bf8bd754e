using System.Buffers;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes the answers of <c>POST /v1/completions</c>, whole or as a stream's events.</summary>
public static class CompletionWriter
{
    /// <summary>Writes a whole answer.</summary>
    public static void Write(IBufferWriter<byte> output, AnswerIdentity identity, IReadOnlyList<CompletionChoice> choices, Spend spend)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        Begin(writer, identity);
        foreach (var choice in choices) WriteChoice(writer, choice);
        writer.WriteEndArray();
        UsageWriter.Write(writer, spend, upstream: null);
        writer.WriteEndObject();
    }

    /// <summary>Writes an event with the next stretch of one choice.</summary>
    /// <param name="output">Receives the event.</param>
    /// <param name="identity">What the answer is called.</param>
    /// <param name="choice">The stretch.</param>
    /// <param name="includeUsage">The usage comes in an event of its own: the others say null.</param>
    public static void WriteChunk(IBufferWriter<byte> output, AnswerIdentity identity, CompletionChoice choice, bool includeUsage) => WriteEvent(output, writer =>
    {
        Begin(writer, identity);
        WriteChoice(writer, choice);
        writer.WriteEndArray();
        if (includeUsage) writer.WriteNull("usage"u8);
        writer.WriteEndObject();
    });

    /// <summary>Writes the event that tells the usage, after all choices.</summary>
    public static void WriteUsage(IBufferWriter<byte> output, AnswerIdentity identity, Spend spend) => WriteEvent(output, writer =>
    {
        Begin(writer, identity);
        writer.WriteEndArray();
        UsageWriter.Write(writer, spend, upstream: null);
        writer.WriteEndObject();
    });

    private static void WriteEvent(IBufferWriter<byte> output, Action<Utf8JsonWriter> write)
    {
        output.Write("data: "u8);
        using (var writer = new Utf8JsonWriter(output, WireJson.Writing)) write(writer);
        output.Write("\n\n"u8);
    }

    private static void Begin(Utf8JsonWriter writer, AnswerIdentity identity)
    {
        writer.WriteStartObject();
        writer.WriteString("id"u8, identity.Id);
        writer.WriteString("object"u8, "text_completion"u8);
        writer.WriteNumber("created"u8, identity.Created.ToUnixTimeSeconds());
        writer.WriteString("model"u8, identity.Model);
        writer.WriteStartArray("choices"u8);
    }

    private static void WriteChoice(Utf8JsonWriter writer, CompletionChoice choice)
    {
        writer.WriteStartObject();
        writer.WriteString("text"u8, choice.Text);
        writer.WriteNumber("index"u8, choice.Index);
        if (choice.Logprobs is { } tokens) WriteLogprobs(writer, tokens, choice.Offset);
        else writer.WriteNull("logprobs"u8);
        writer.WriteString("finish_reason"u8, choice.FinishReason);
        writer.WriteEndObject();
    }

    private static void WriteLogprobs(Utf8JsonWriter writer, IReadOnlyList<TokenLogprob> tokens, int offset)
    {
        writer.WriteStartObject("logprobs"u8);
        writer.WriteStartArray("tokens"u8);
        foreach (var token in tokens) writer.WriteStringValue(token.Token);
        writer.WriteEndArray();
        writer.WriteStartArray("token_logprobs"u8);
        foreach (var token in tokens) WriteLogprob(writer, token.Logprob);
        writer.WriteEndArray();
        writer.WriteStartArray("top_logprobs"u8);
        foreach (var token in tokens) WriteTop(writer, token);
        writer.WriteEndArray();
        writer.WriteStartArray("text_offset"u8);
        foreach (var token in tokens)
        {
            writer.WriteNumberValue(offset);
            offset += token.Token.Length;
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteTop(Utf8JsonWriter writer, TokenLogprob token)
    {
        if (token.Top is not { Count: > 0 } top || double.IsNaN(token.Logprob))
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();

        // Different tokens may look the same; of one name the likelier counts, as the first.
        foreach (var other in top.DistinctBy(static other => other.Token))
        {
            writer.WritePropertyName(other.Token);
            WriteLogprob(writer, other.Logprob);
        }

        writer.WriteEndObject();
    }

    private static void WriteLogprob(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value)) writer.WriteNullValue();
        else writer.WriteNumberValue(double.IsFinite(value) ? value : LogprobsWriter.Unlikely);
    }
}
