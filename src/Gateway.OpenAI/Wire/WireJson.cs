using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>What reading and writing of wire JSON share.</summary>
internal static class WireJson
{
    /// <summary>Answers are served as application/json or text/event-stream, never inside HTML: escaping what only HTML needs would swell every text that is not English.</summary>
    public static JsonWriterOptions Writing { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The value that the reader stands on, as a slice of <paramref name="json"/>; the reader moves to its end.</summary>
    public static ReadOnlyMemory<byte> Slice(this ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        return json[start..(int)reader.BytesConsumed];
    }

    /// <summary>The unescaped name of the property that the reader stands on, and the reader moves to its value.</summary>
    public static ReadOnlySpan<byte> TakeName(this scoped ref Utf8JsonReader reader)
    {
        var name = reader.ValueIsEscaped ? WireText.UnescapeName(ref reader) : reader.ValueSpan;
        reader.Read();
        return name;
    }

    /// <summary>A field that is kept unread: name and value as slices.</summary>
    public static WireField TakeField(this ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        var name = reader.ValueIsEscaped
            ? WireText.UnescapeName(ref reader)
            : json.Slice((int)reader.TokenStartIndex + 1, reader.ValueSpan.Length);
        reader.Read();
        return new WireField(name, reader.Slice(json));
    }

    /// <summary>Moves to the next field of the object that the reader is in; false at the object's end.</summary>
    public static bool NextField(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>Moves to the next item of the array that the reader is in; false at the array's end.</summary>
    public static bool NextItem(this ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.EndArray;

    /// <summary>Writes a value that is known to be JSON. Line breaks between its tokens would end an SSE line, so they become spaces; inside strings JSON has none.</summary>
    public static void WriteRaw(this Utf8JsonWriter writer, ReadOnlyMemory<byte> json)
    {
        var span = json.Span;
        if (span.IndexOfAny((byte)'\n', (byte)'\r') < 0)
        {
            writer.WriteRawValue(span, skipInputValidation: true);
            return;
        }

        var line = span.ToArray();
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        writer.WriteRawValue(line, skipInputValidation: true);
    }

    /// <summary>Writes fields as they came.</summary>
    public static void WriteFields(this Utf8JsonWriter writer, IReadOnlyList<WireField> fields)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            writer.WritePropertyName(fields[i].Name.Span);
            writer.WriteRaw(fields[i].Value);
        }
    }
}
