using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads <c>response_format</c>.</summary>
internal static class ResponseFormatReader
{
    private const string Types = "one of text, json_object, json_schema";

    public static Given<ChatResponseFormat?> Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (!Expect.Object(ref reader, "")) return default;
        var start = (int)reader.TokenStartIndex;
        string? type = null;
        ChatResponseFormat? schema = null;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("type"u8)) type = Expect.Text(ref reader, "type");
            else if (field.SequenceEqual("json_schema"u8)) schema = ReadSchema(ref reader);
            else reader.Skip();
        }

        var format = type switch
        {
            null => throw Expect.Missing("type", Types),
            "text" => ChatResponseFormat.Text,
            "json_object" => ChatResponseFormat.Json,
            "json_schema" => schema ?? throw Expect.Missing("json_schema", "an object with name and schema"),
            _ => throw new InvalidFieldException("type", $"must be {Types}", InvalidFieldException.WrongValue),
        };
        return new Given<ChatResponseFormat?>(format, json[start..(int)reader.BytesConsumed]);
    }

    private static ChatResponseFormatJson? ReadSchema(ref Utf8JsonReader reader)
    {
        if (!Expect.Object(ref reader, "json_schema")) return null;
        string? name = null, description = null;
        JsonElement? schema = null;
        while (reader.NextField())
        {
            var field = reader.TakeName();
            if (field.SequenceEqual("name"u8)) name = Expect.Name(ref reader, "json_schema.name");
            else if (field.SequenceEqual("description"u8)) description = Expect.Text(ref reader, "json_schema.description");
            else if (field.SequenceEqual("schema"u8)) schema = Expect.Object(ref reader, "json_schema.schema") ? JsonElement.ParseValue(ref reader) : null;
            else reader.Skip();
        }

        return ChatResponseFormat.ForJsonSchema(
            schema ?? throw Expect.Missing("json_schema.schema", "a JSON schema as an object"),
            name ?? throw Expect.Missing("json_schema.name", "the schema's name"),
            description);
    }
}
