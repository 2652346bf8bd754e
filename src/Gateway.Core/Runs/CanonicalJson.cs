using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gateway;

/// <summary>JSON with sorted keys and no white space: equal text for equal values, whatever the order in which they were written.</summary>
public static class CanonicalJson
{
    /// <summary>The canonical text of a JSON value. Numbers keep their digits.</summary>
    public static string Of(JsonElement element)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, element);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The canonical text of a tool call's arguments, as Microsoft.Extensions.AI holds them; <c>{}</c> for none.</summary>
    public static string Of(IDictionary<string, object?>? arguments)
    {
        if (arguments is not { Count: > 0 }) return "{}";
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in arguments.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(name);
                if (value is JsonElement element) Write(writer, element);
                else if (value is null) writer.WriteNullValue();
                else if (value is string text) writer.WriteStringValue(text);
                else if (value is bool flag) writer.WriteBooleanValue(flag);
                else writer.WriteRawValue(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "null");
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in element.EnumerateObject().OrderBy(static property => property.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray()) Write(writer, item);
                writer.WriteEndArray();
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }
}
