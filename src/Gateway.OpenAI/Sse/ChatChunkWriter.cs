using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// Writes one stream to a client: <c>chat.completion.chunk</c> events. Each choice begins with its role and ends with its finish reason, both
/// exactly once, whatever the endpoints behind it sent. Writes only; flushing is the caller's. Not for concurrent use.
/// </summary>
/// <param name="output">Where to.</param>
/// <param name="identity">What the answer is called, in every chunk.</param>
/// <param name="includeUsage">The client asked for a usage chunk; all other chunks then say <c>"usage":null</c>, as OpenAI's do.</param>
/// <param name="logprobs">The client asked for log probabilities.</param>
public sealed class ChatChunkWriter(IBufferWriter<byte> output, AnswerIdentity identity, bool includeUsage, bool logprobs) : IDisposable
{
    private readonly ChunkFrame _frame = new(output, identity, includeUsage);
    private readonly List<StreamedChoice> _choices = new(1);
    private IReadOnlyList<WireField> _usageFields = [];
    private WireUsage? _usage;
    private WireCompletion? _delivered;

    /// <summary>Writes what an update says, if it says something.</summary>
    public void Write(ChatResponseUpdate update)
    {
        switch (update.RawRepresentation)
        {
            case WireDelta delta:
                WriteDelta(update, delta);
                break;
            case WireCompletion completion:
                // A completion is delivered in as many updates as it has messages.
                if (ReferenceEquals(completion, _delivered)) break;
                _delivered = completion;
                WriteCompletion(update.ChoiceIndex(), completion);
                break;
            default:
                WriteContents(update);
                break;
        }
    }

    /// <summary>Writes the finish reason of every choice, then a chunk with what is known only at the end, where any of it was asked for.</summary>
    /// <param name="spend">What the whole run used.</param>
    /// <param name="gateway">Writes the value of the last chunk's <c>gateway</c> field; null leaves the field out.</param>
    public void Complete(Spend spend, Action<Utf8JsonWriter>? gateway = null)
    {
        // An answer that says nothing has its one choice all the same.
        if (_choices.Count == 0) Choice(0, []);
        _choices.Sort(static (left, right) => left.Index.CompareTo(right.Index));
        foreach (var choice in _choices)
        {
            _frame.BeginDelta(choice.Index, choice.ChunkFields);
            _frame.EndDelta(choice.ChoiceFields);
            _frame.Json.WriteNull("logprobs"u8);
            _frame.EndChoice(choice.FinishReason);
        }

        if (!includeUsage && gateway is null) return;
        _frame.BeginChunk(gateway is null ? _usageFields : OwnGateway.Without(_usageFields));
        _frame.EndChoices();
        if (includeUsage) UsageWriter.Write(_frame.Json, spend, _usage);
        if (gateway is not null)
        {
            _frame.Json.WritePropertyName("gateway"u8);
            gateway(_frame.Json);
        }

        _frame.EndChunk();
    }

    /// <summary>Writes <c>data: [DONE]</c>.</summary>
    public void WriteDone() => output.Write("data: [DONE]\n\n"u8);

    /// <summary>Writes a failure after the first byte; nothing may follow it.</summary>
    public void WriteError(ApiError error)
    {
        output.Write("data: "u8);
        ErrorWriter.Write(output, error);
        output.Write("\n\n"u8);
    }

    /// <summary>Writes a comment, which clients skip and proxies see as a sign of life. Line breaks in it become spaces.</summary>
    public void WriteComment(string comment)
    {
        output.Write(": "u8);
        output.Write(Encoding.UTF8.GetBytes(comment.ReplaceLineEndings(" ")));
        output.Write("\n\n"u8);
    }

    public void Dispose() => _frame.Dispose();

    /// <summary>The choice of that index; its role is written when it is new.</summary>
    private StreamedChoice Choice(int index, IReadOnlyList<WireField> chunkFields)
    {
        foreach (var known in _choices)
        {
            if (known.Index == index) return known;
        }

        var choice = new StreamedChoice(index);
        _choices.Add(choice);
        _frame.BeginDelta(index, chunkFields);
        _frame.Json.WriteString("role"u8, "assistant"u8);
        _frame.Json.WriteString("content"u8, ""u8);
        _frame.EndDelta([]);
        _frame.Json.WriteNull("logprobs"u8);
        _frame.EndChoice(finishReason: null);
        return choice;
    }

    private void WriteDelta(ChatResponseUpdate update, WireDelta delta)
    {
        if (delta.Usage is not null) (_usage, _usageFields) = (delta.Usage, delta.HasChoice ? [] : delta.ChunkFields);
        if (!delta.HasChoice)
        {
            if (delta.Usage is null && delta.ChunkFields.Count > 0) WriteChunkWithoutChoice(delta);
            return;
        }

        var choice = Choice(update.ChoiceIndex(), delta.ChunkFields);
        choice.CallsTools |= HasToolCall(update);
        var finishes = update.FinishReason is not null;
        if (finishes) choice.Finish(update.FinishReason!.Value.Value, delta.ChoiceFields, delta.ChunkFields);

        // A role, an empty content or a finish reason alone has its own chunk already, or will have it.
        var hasLogprobs = logprobs && !delta.Logprobs.IsEmpty;
        if (!delta.HasDelta && !hasLogprobs && (finishes || delta.ChoiceFields.Count == 0)) return;
        _frame.BeginDelta(choice.Index, delta.ChunkFields);
        _frame.Json.WriteFields(delta.Delta);
        _frame.EndDelta(finishes ? [] : delta.ChoiceFields);
        WriteLogprobs(hasLogprobs ? delta.Logprobs : default);
        _frame.EndChoice(finishReason: null);
    }

    private void WriteChunkWithoutChoice(WireDelta delta)
    {
        _frame.BeginChunk(delta.ChunkFields);
        _frame.EndChoices();
        if (includeUsage) _frame.Json.WriteNull("usage"u8);
        _frame.EndChunk();
    }

    /// <summary>Writes an answer that is there whole: each choice's message becomes one delta.</summary>
    private void WriteCompletion(int index, WireCompletion completion)
    {
        _usage = completion.Usage ?? _usage;
        foreach (var wire in completion.Choices)
        {
            var choice = Choice(completion.Choices.Count == 1 ? index : wire.Index, []);
            _frame.BeginDelta(choice.Index, completion.Others);
            choice.CallsTools |= MessageDeltaWriter.Write(_frame.Json, wire.Message);
            _frame.EndDelta([]);
            var others = WriteLogprobs(wire);
            _frame.EndChoice(finishReason: null);
            choice.Finish(wire.FinishReason ?? choice.FinishReason, others, []);
        }
    }

    /// <summary>Writes the choice's logprobs.</summary>
    /// <returns>The choice's fields that belong to its finish.</returns>
    private List<WireField> WriteLogprobs(WireChoice choice)
    {
        ReadOnlyMemory<byte> tokens = default;
        var others = new List<WireField>();
        var fields = new WireObject(choice.Json);
        while (fields.Next())
        {
            if (fields.Name.SequenceEqual("logprobs"u8)) tokens = logprobs && !fields.ValueIsNull ? fields.Value : default;
            else if (!fields.Name.SequenceEqual("index"u8) && !fields.Name.SequenceEqual("message"u8) && !fields.Name.SequenceEqual("finish_reason"u8))
            {
                others.Add(new WireField(fields.Name.ToArray(), fields.Value));
            }
        }

        WriteLogprobs(tokens);
        return others;
    }

    private void WriteLogprobs(ReadOnlyMemory<byte> tokens)
    {
        _frame.Json.WritePropertyName("logprobs"u8);
        if (tokens.IsEmpty) _frame.Json.WriteNullValue();
        else _frame.Json.WriteRaw(tokens);
    }

    private void WriteContents(ChatResponseUpdate update)
    {
        var tokens = logprobs ? update.Logprobs() : null;
        var says = tokens is not null || update.Contents.Any(static content => content is not UsageContent);
        if (!says && update.FinishReason is null) return;

        var choice = Choice(update.ChoiceIndex(), []);
        if (update.FinishReason is { } finish) choice.Finish(finish.Value, [], []);
        if (!says) return;
        _frame.BeginDelta(choice.Index, []);
        ContentsDeltaWriter.Write(_frame.Json, update.Contents, choice);
        _frame.EndDelta([]);
        if (tokens is null) _frame.Json.WriteNull("logprobs"u8);
        else LogprobsWriter.Write(_frame.Json, tokens);
        _frame.EndChoice(finishReason: null);
    }

    private static bool HasToolCall(ChatResponseUpdate update)
    {
        foreach (var content in update.Contents)
        {
            if (content is FunctionCallContent) return true;
        }

        return false;
    }
}
