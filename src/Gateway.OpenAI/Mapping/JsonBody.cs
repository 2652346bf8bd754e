using System.Text.Json;
using System.Text.Unicode;

namespace Gateway.OpenAI;

/// <summary>Reads a body of JSON, or says why it is none.</summary>
internal static class JsonBody
{
    public delegate T Reading<T>(ref Utf8JsonReader reader);

    /// <param name="utf8Json">The body.</param>
    /// <param name="read">Reads the fields; it begins inside of the object.</param>
    /// <exception cref="InvalidRequestException">The body is not a legal request; nothing else is thrown, whatever the bytes are.</exception>
    public static T Read<T>(ReadOnlySpan<byte> utf8Json, Reading<T> read)
    {
        if (!Utf8.IsValid(utf8Json)) throw new InvalidRequestException("the body is not valid UTF-8", null);
        try
        {
            var reader = new Utf8JsonReader(utf8Json);
            reader.Read();
            if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidRequestException("the body must be a JSON object", null);
            return read(ref reader);
        }
        catch (InvalidFieldException fault)
        {
            throw fault.ToInvalidRequest();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // GetString throws the latter for one half of a surrogate pair.
            throw new InvalidRequestException("the body is not valid JSON", null);
        }
    }
}
