using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A delta, read and as it came.</summary>
/// <param name="Contents">Its text, reasoning and refusal; tool calls come in pieces and are kept until they are whole.</param>
/// <param name="Fields">Its fields, without the role and without those that are null.</param>
/// <param name="SaysSomething">Not all of the fields are empty.</param>
internal readonly record struct ChunkDelta(List<AIContent> Contents, IReadOnlyList<WireField> Fields, bool SaysSomething)
{
    public static ChunkDelta Read(ReadOnlyMemory<byte> json, AnswerFields answer)
    {
        var contents = new List<AIContent>(1);
        var reader = new Utf8JsonReader(json.Span);
        if (json.IsEmpty || !reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new ChunkDelta(contents, [], false);

        List<WireField>? fields = null;
        var says = false;
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (reader.TokenType == JsonTokenType.Null || name.SequenceEqual("role"u8))
            {
                reader.Skip();
                continue;
            }

            answer.Read(ref reader, name, contents);
            var field = start.TakeField(json);
            (fields ??= []).Add(field);
            says |= !AnswerFields.SaysNothing(field.Value.Span);
        }

        return new ChunkDelta(contents, fields ?? (IReadOnlyList<WireField>)[], says);
    }
}
