using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads the parts of a message's content. Each part but text keeps its own JSON, so that a policy may quote it in a message of its own.</summary>
internal static class ContentPartReader
{
    private const string Types = "one of text, image_url, input_audio, file, refusal";

    public static List<AIContent> ReadAll(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var parts = new List<AIContent>();
        while (reader.NextItem())
        {
            try
            {
                parts.Add(ReadOne(ref reader, json));
            }
            catch (InvalidFieldException fault)
            {
                throw fault.Under($"content[{parts.Count}]");
            }
        }

        return parts.Count > 0 ? parts : throw new InvalidFieldException("content", "must hold at least one part", InvalidFieldException.WrongValue);
    }

    private static AIContent ReadOne(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject) throw Expect.WrongType(ref reader, "", "an object with a type");
        var start = (int)reader.TokenStartIndex;
        string? type = null, text = null, refusal = null;
        AIContent? image = null, audio = null;
        var hasFile = false;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("type"u8)) type = Expect.Text(ref reader, "type");
            else if (name.SequenceEqual("text"u8)) text = Expect.Text(ref reader, "text");
            else if (name.SequenceEqual("refusal"u8)) refusal = Expect.Text(ref reader, "refusal");
            else if (name.SequenceEqual("image_url"u8)) image = ReadImage(ref reader);
            else if (name.SequenceEqual("input_audio"u8)) audio = ReadAudio(ref reader);
            else if (name.SequenceEqual("file"u8) && Expect.Object(ref reader, "file"))
            {
                hasFile = true;
                reader.Skip();
            }
            else reader.Skip();
        }

        var part = type switch
        {
            null => throw Expect.Missing("type", Types),
            "text" => new TextContent(text ?? throw Expect.Missing("text", "the part's text")),
            "refusal" => Refusal.Of(refusal ?? throw Expect.Missing("refusal", "the refusal's text")),
            "image_url" => image ?? throw Expect.Missing("image_url", "an object with a url"),
            "input_audio" => audio ?? throw Expect.Missing("input_audio", "an object with data and format"),
            "file" => hasFile ? new AIContent() : throw Expect.Missing("file", "an object with file_id or file_data"),
            _ => throw new InvalidFieldException("type", $"must be {Types}", InvalidFieldException.WrongValue),
        };
        if (part is not TextContent) part.RawRepresentation = new RawJson(json[start..(int)reader.BytesConsumed]);
        return part;
    }

    private static AIContent? ReadImage(ref Utf8JsonReader reader)
    {
        if (!Expect.Object(ref reader, "image_url")) return null;
        AIContent? image = null;
        while (reader.NextField())
        {
            if (!reader.TakeName().SequenceEqual("url"u8)) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) image = MediaContent.FromUrl(ref reader);
            else throw Expect.WrongType(ref reader, "image_url.url", "a string");
        }

        return image ?? throw Expect.Missing("image_url.url", "an https or data URL");
    }

    private static AIContent? ReadAudio(ref Utf8JsonReader reader)
    {
        if (!Expect.Object(ref reader, "input_audio")) return null;
        string? format = null;
        var hasData = false;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("format"u8)) format = Expect.Text(ref reader, "input_audio.format");
            else if (!name.SequenceEqual("data"u8)) reader.Skip();
            else if (reader.TokenType == JsonTokenType.String) hasData = true;
            else throw Expect.WrongType(ref reader, "input_audio.data", "a string");
        }

        if (!hasData) throw Expect.Missing("input_audio.data", "the audio in base64");
        if (format is null) throw Expect.Missing("input_audio.format", "the audio's format, such as wav or mp3");

        // No policy and no local model hears: its JSON, which goes along, is all that anybody needs.
        return new AIContent();
    }
}
