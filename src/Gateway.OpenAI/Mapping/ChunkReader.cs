using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads the chunks of one stream into updates. Tool calls are whole in the update that finishes their choice; their pieces are in the raw deltas.</summary>
/// <param name="model">Who was asked, for error messages.</param>
/// <param name="secret">The key that was sent: an endpoint that repeats it shall not make us do so.</param>
public sealed class ChunkReader(string model, string? secret = null)
{
    private readonly Dictionary<int, AnswerFields> _choices = [];

    /// <summary>Every choice has said why it ended: what follows can only be usage.</summary>
    public bool HasFinished => _choices.Count > 0 && _choices.Values.All(static choice => choice.HasFinished);

    /// <summary>Reads one event's data and adds what it says to <paramref name="updates"/>.</summary>
    /// <param name="utf8Json">The event's data; slices of it are kept.</param>
    /// <param name="updates">Gets an update for each choice in the chunk, and one for a chunk without choices.</param>
    /// <exception cref="ModelCallException">The event is an error, or not the protocol (<see cref="FaultKind.Malformed"/>).</exception>
    public void Read(ReadOnlyMemory<byte> utf8Json, Queue<ChatResponseUpdate> updates)
    {
        try
        {
            if (!Utf8.IsValid(utf8Json.Span)) throw NotTheProtocol("not valid UTF-8");
            ReadChunk(utf8Json, updates);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol("not JSON", fault);
        }
    }

    /// <summary>The stream is over: gives the tool calls of choices that never said why they ended.</summary>
    public void Complete(Queue<ChatResponseUpdate> updates)
    {
        foreach (var (index, fields) in _choices.OrderBy(static choice => choice.Key))
        {
            if (fields.ToolCalls.Take() is not { Count: > 0 } calls) continue;
            var update = new ChatResponseUpdate(ChatRole.Assistant, [.. calls]) { RawRepresentation = WireDelta.Nothing };
            if (index != 0) update.SetChoiceIndex(index);
            updates.Enqueue(update);
        }
    }

    private void ReadChunk(ReadOnlyMemory<byte> json, Queue<ChatResponseUpdate> updates)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol("no JSON object");

        string? id = null, modelId = null;
        List<ChunkChoice>? choices = null;
        List<WireField>? others = null;
        WireUsage? usage = null;
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (name.SequenceEqual("choices"u8)) choices = ReadChoices(ref reader, json);
            else if (name.SequenceEqual("usage"u8)) usage = UsageReader.Read(ref reader, json);
            else if (CompletionReader.IsError(ref reader, name)) throw EndpointFaults.InBody(json, model, secret);
            else if (name.SequenceEqual("id"u8)) id = WireText.ReadOrNull(ref reader);
            else if (name.SequenceEqual("model"u8)) modelId = WireText.ReadOrNull(ref reader);
            else if (name.SequenceEqual("object"u8) || name.SequenceEqual("created"u8) || name.SequenceEqual("error"u8)) reader.Skip();
            else
            {
                (others ??= []).Add(start.TakeField(json));
                reader = start;
            }
        }

        reader.Read();
        if (choices is null && usage is null) throw NotTheProtocol("no choices");
        var chunk = new ChunkWhole(id, modelId, others ?? (IReadOnlyList<WireField>)[], usage);
        if (choices is not { Count: > 0 }) updates.Enqueue(chunk.ToUpdate());
        for (var i = 0; i < choices?.Count; i++) updates.Enqueue(choices[i].ToUpdate(i == 0 ? chunk : chunk with { Others = [], Usage = null }));
    }

    private List<ChunkChoice> ReadChoices(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var choices = new List<ChunkChoice>(1);
        if (reader.TokenType == JsonTokenType.Null) return choices;
        if (reader.TokenType != JsonTokenType.StartArray) throw NotTheProtocol("choices is no array");
        while (reader.NextItem())
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol("a choice is no object");
            choices.Add(ChunkChoice.Read(ref reader, json, _choices));
        }

        return choices;
    }

    private ModelCallException NotTheProtocol(string what, Exception? cause = null) =>
        new(new ModelFault(FaultKind.Malformed, $"model '{model}': the stream holds an event that is no chat completion chunk ({what})", cause));
}
