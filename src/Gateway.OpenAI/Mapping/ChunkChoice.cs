using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>One choice of a chunk while it is being read.</summary>
/// <param name="known">What the stream's choices have said so far, by index.</param>
internal sealed class ChunkChoice(Dictionary<int, AnswerFields> known)
{
    private readonly List<AIContent> _contents = new(1);
    private List<WireField>? _delta;
    private List<WireField>? _others;
    private ReadOnlyMemory<byte> _deltaJson;
    private ReadOnlyMemory<byte> _logprobsJson;
    private List<TokenLogprob>? _logprobs;
    private int _index;
    private string? _finishReason;
    private bool _hasDelta;
    private AnswerFields _fields = null!;

    public void Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (name.SequenceEqual("delta"u8)) _deltaJson = reader.Slice(json);
            else if (name.SequenceEqual("finish_reason"u8)) _finishReason = WireText.ReadOrNull(ref reader) is { Length: > 0 } reason ? reason : null;
            else if (name.SequenceEqual("index"u8)) _index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var index) ? index : 0;
            else if (name.SequenceEqual("logprobs"u8)) ReadLogprobs(ref reader, json);
            else
            {
                (_others ??= []).Add(start.TakeField(json));
                reader = start;
            }
        }

        // The index may come after the delta, whose pieces of tool calls belong to it.
        if (!known.TryGetValue(_index, out _fields!)) known[_index] = _fields = new AnswerFields();
        _fields.HasFinished |= _finishReason is not null;
        ReadDelta();
    }

    public ChatResponseUpdate ToUpdate(ChunkWhole chunk)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, _contents);
        if (_finishReason is not null)
        {
            update.FinishReason = new ChatFinishReason(_finishReason);
            _contents.AddRange(_fields.ToolCalls.Take());
        }

        if (_index != 0) update.SetChoiceIndex(_index);
        if (_logprobs is not null) update.SetLogprobs(_logprobs);
        return chunk.Fill(update, new WireDelta
        {
            ChunkFields = chunk.Others,
            Usage = chunk.Usage,
            ChoiceFields = _others ?? (IReadOnlyList<WireField>)[],
            Delta = _delta ?? (IReadOnlyList<WireField>)[],
            Logprobs = _logprobsJson,
            HasChoice = true,
            HasDelta = _hasDelta,
        });
    }

    private void ReadLogprobs(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        var isThere = reader.TokenType != JsonTokenType.Null;
        _logprobs = LogprobsReader.Read(ref reader);
        if (isThere) _logprobsJson = json[start..(int)reader.BytesConsumed];
    }

    private void ReadDelta()
    {
        if (_deltaJson.IsEmpty) return;
        var reader = new Utf8JsonReader(_deltaJson.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) return;
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (reader.TokenType == JsonTokenType.Null || name.SequenceEqual("role"u8))
            {
                reader.Skip();
                continue;
            }

            _fields.Read(ref reader, name, _contents);
            var field = start.TakeField(_deltaJson);
            (_delta ??= []).Add(field);
            _hasDelta |= !AnswerFields.SaysNothing(field.Value.Span);
        }
    }
}
