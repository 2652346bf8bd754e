using System.Buffers;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes what every <c>chat.completion.chunk</c> event has around its delta.</summary>
internal sealed class ChunkFrame(IBufferWriter<byte> output, AnswerIdentity identity, bool includeUsage) : IDisposable
{
    private static readonly JsonEncodedText ObjectName = JsonEncodedText.Encode("chat.completion.chunk");

    // The same in every chunk, so escaped once.
    private readonly JsonEncodedText _id = JsonEncodedText.Encode(identity.Id, WireJson.Writing.Encoder);
    private readonly JsonEncodedText _model = JsonEncodedText.Encode(identity.Model, WireJson.Writing.Encoder);
    private readonly long _created = identity.Created.ToUnixTimeSeconds();

    /// <summary>For what stands inside the frame.</summary>
    public Utf8JsonWriter Json { get; } = new(output, WireJson.Writing);

    /// <summary>Opens an event up to its first choice.</summary>
    public void BeginChunk(IReadOnlyList<WireField> fields)
    {
        output.Write("data: "u8);
        Json.Reset();
        Json.WriteStartObject();
        Json.WriteString("id"u8, _id);
        Json.WriteString("object"u8, ObjectName);
        Json.WriteNumber("created"u8, _created);
        Json.WriteString("model"u8, _model);
        Json.WriteFields(fields);
        Json.WriteStartArray("choices"u8);
    }

    /// <summary>Opens an event up to its choice's delta, which is left open.</summary>
    public void BeginDelta(int index, IReadOnlyList<WireField> chunkFields)
    {
        BeginChunk(chunkFields);
        Json.WriteStartObject();
        Json.WriteNumber("index"u8, index);
        Json.WriteStartObject("delta"u8);
    }

    /// <summary>Closes the delta; after it the choice's logprobs are to be written, then <see cref="EndChoice"/>.</summary>
    public void EndDelta(IReadOnlyList<WireField> choiceFields)
    {
        Json.WriteEndObject();
        Json.WriteFields(choiceFields);
    }

    public void EndChoice(string? finishReason)
    {
        Json.WriteString("finish_reason"u8, finishReason);
        Json.WriteEndObject();
        EndChoices();
        if (includeUsage) Json.WriteNull("usage"u8);
        EndChunk();
    }

    public void EndChoices() => Json.WriteEndArray();

    public void EndChunk()
    {
        Json.WriteEndObject();
        Json.Flush();
        output.Write("\n\n"u8);
    }

    public void Dispose() => Json.Dispose();
}
