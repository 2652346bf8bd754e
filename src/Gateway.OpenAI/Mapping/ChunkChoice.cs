using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>One choice of a chunk, read.</summary>
/// <param name="Index">Which choice.</param>
/// <param name="FinishReason">Why it ended; null while it has not.</param>
/// <param name="Logprobs">Its tokens' log probabilities, read.</param>
/// <param name="LogprobsJson">The same as they came; empty where there are none.</param>
/// <param name="Others">Fields that the gateway does not know.</param>
/// <param name="Answer">What the choice has said so far.</param>
/// <param name="Delta">What it says now.</param>
internal sealed record ChunkChoice(
    int Index,
    string? FinishReason,
    List<TokenLogprob>? Logprobs,
    ReadOnlyMemory<byte> LogprobsJson,
    IReadOnlyList<WireField> Others,
    AnswerFields Answer,
    ChunkDelta Delta)
{
    /// <summary>Reads the choice that the reader is at the start of.</summary>
    /// <param name="reader">At the choice's object.</param>
    /// <param name="json">What it reads.</param>
    /// <param name="known">What the stream's choices have said so far, by index.</param>
    public static ChunkChoice Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, Dictionary<int, AnswerFields> known)
    {
        var index = 0;
        string? finish = null;
        List<TokenLogprob>? logprobs = null;
        ReadOnlyMemory<byte> delta = default, logprobsJson = default;
        List<WireField>? others = null;
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (name.SequenceEqual("delta"u8)) delta = reader.Slice(json);
            else if (name.SequenceEqual("finish_reason"u8)) finish = WireText.ReadOrNull(ref reader) is { Length: > 0 } reason ? reason : null;
            else if (name.SequenceEqual("index"u8)) index = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var given) ? given : 0;
            else if (name.SequenceEqual("logprobs"u8)) logprobsJson = ReadLogprobs(ref reader, json, out logprobs);
            else
            {
                (others ??= []).Add(start.TakeField(json));
                reader = start;
            }
        }

        // Only now is it sure to which choice the delta belongs, whose pieces of tool calls are to be joined.
        if (!known.TryGetValue(index, out var answer)) known[index] = answer = new AnswerFields();
        answer.HasFinished |= finish is not null;
        return new ChunkChoice(index, finish, logprobs, logprobsJson, others ?? (IReadOnlyList<WireField>)[], answer, ChunkDelta.Read(delta, answer));
    }

    public ChatResponseUpdate ToUpdate(ChunkWhole chunk)
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, Delta.Contents);
        if (FinishReason is not null)
        {
            update.FinishReason = new ChatFinishReason(FinishReason);
            Delta.Contents.AddRange(Answer.ToolCalls.Take());
        }

        if (Index != 0) update.SetChoiceIndex(Index);
        if (Logprobs is not null) update.SetLogprobs(Logprobs);
        return chunk.Fill(update, new WireDelta
        {
            ChunkFields = chunk.Others,
            Usage = chunk.Usage,
            ChoiceFields = Others,
            Delta = Delta.Fields,
            Logprobs = LogprobsJson,
            HasChoice = true,
            HasDelta = Delta.SaysSomething,
        });
    }

    private static ReadOnlyMemory<byte> ReadLogprobs(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, out List<TokenLogprob>? logprobs)
    {
        var start = (int)reader.TokenStartIndex;
        var isThere = reader.TokenType != JsonTokenType.Null;
        logprobs = LogprobsReader.Read(ref reader);
        return isThere ? json[start..(int)reader.BytesConsumed] : default;
    }
}
