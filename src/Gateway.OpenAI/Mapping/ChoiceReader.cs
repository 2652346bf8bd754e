using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads the <c>choices</c> of a whole answer.</summary>
internal static class ChoiceReader
{
    public static List<ChoiceAnswer> ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var answers = new List<ChoiceAnswer>(1);
        if (reader.TokenType != JsonTokenType.StartArray) throw new JsonException("choices is no array");
        while (reader.NextItem())
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("a choice is no object");
            answers.Add(ReadOne(ref reader, json, answers.Count));
        }

        return answers;
    }

    private static ChoiceAnswer ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, int place)
    {
        var start = (int)reader.TokenStartIndex;
        var index = place;
        var contents = new List<AIContent>(1);
        ReadOnlyMemory<byte> message = default;
        List<TokenLogprob>? logprobs = null;
        string? finish = null;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("message"u8) && reader.TokenType == JsonTokenType.StartObject) message = ReadMessage(ref reader, json, contents);
            else if (name.SequenceEqual("finish_reason"u8)) finish = WireText.ReadOrNull(ref reader) is { Length: > 0 } reason ? reason : null;
            else if (name.SequenceEqual("logprobs"u8)) logprobs = LogprobsReader.Read(ref reader);
            else if (name.SequenceEqual("index"u8) && reader.TokenType == JsonTokenType.Number) index = reader.TryGetInt32(out var given) ? given : place;
            else reader.Skip();
        }

        if (message.IsEmpty) throw new JsonException("a choice has no message");
        var wire = new WireChoice(index, json[start..(int)reader.BytesConsumed], message, finish, logprobs is not null);
        return new ChoiceAnswer(wire, new ChatMessage(ChatRole.Assistant, contents), logprobs);
    }

    private static ReadOnlyMemory<byte> ReadMessage(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json, List<AIContent> contents)
    {
        var start = (int)reader.TokenStartIndex;
        var fields = new AnswerFields();
        while (reader.NextField())
        {
            var name = reader.TakeName();
            fields.Read(ref reader, name, contents);
        }

        contents.AddRange(fields.ToolCalls.Take());
        return json[start..(int)reader.BytesConsumed];
    }
}
