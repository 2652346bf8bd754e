using System.Text;
using System.Text.Json;

namespace Gateway.Server.Proxy;

/// <summary>Finds and replaces the model's name in a body that is otherwise forwarded byte for byte.</summary>
internal static class ForwardedRequest
{
    /// <summary>The model named in a JSON object's <c>model</c>; null where it names none.</summary>
    public static string? ModelInJson(ReadOnlySpan<byte> body) => Find(body, "model"u8) is { } span ? Text(body[span.Value]) : null;

    /// <summary>The body with another <c>model</c> and without <c>gateway</c>.</summary>
    public static byte[] RewriteJson(ReadOnlySpan<byte> body, string model)
    {
        var named = Find(body, "model"u8)!.Value;
        byte[] renamed = [.. body[..named.Value.Start], .. JsonSerializer.SerializeToUtf8Bytes(model, ForwardJson.Default.String), .. body[named.Value.End..]];
        return Find(renamed, "gateway"u8) is { } extension ? Without(renamed, extension.Member) : renamed;
    }

    /// <summary>Where the value of a multipart form's or an URL-encoded form's <c>model</c> field stands; null where it has none.</summary>
    public static Range? FindInForm(ReadOnlySpan<byte> body, string contentType)
    {
        if (contentType.StartsWith("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            var name = body.IndexOf("name=\"model\""u8);
            if (name < 0) return null;
            var blank = body[name..].IndexOf("\r\n\r\n"u8);
            if (blank < 0) return null;
            var start = name + blank + 4;
            var length = body[start..].IndexOf("\r\n--"u8);
            return length < 0 ? null : start..(start + length);
        }

        var field = body.StartsWith("model="u8) ? 0 : body.IndexOf("&model="u8) + 1;
        if (field == 0 && !body.StartsWith("model="u8)) return null;
        var value = field + "model=".Length;
        var end = body[value..].IndexOf((byte)'&');
        return value..(end < 0 ? body.Length : value + end);
    }

    public static byte[] Replace(ReadOnlySpan<byte> body, Range where, string text) =>
        [.. body[..where.Start], .. Encoding.UTF8.GetBytes(text), .. body[where.End..]];

    private static string? Text(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>A top-level member of a JSON object: the range of its value, and of name and value together.</summary>
    private static (Range Member, Range Value)? Find(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        (Range, Range)? found = null;
        try
        {
            var reader = new Utf8JsonReader(body);
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var hit = reader.ValueTextEquals(name);
                var member = (int)reader.TokenStartIndex;
                reader.Read();
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                if (hit) found = (member..(int)reader.BytesConsumed, start..(int)reader.BytesConsumed);
            }

            return found;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static byte[] Without(ReadOnlySpan<byte> body, Range member)
    {
        var (start, end) = (member.Start.Value, member.End.Value);
        // One of the commas beside the member goes with it.
        var after = end;
        while (after < body.Length && body[after] <= (byte)' ') after++;
        if (after < body.Length && body[after] == (byte)',') return [.. body[..start], .. body[(after + 1)..]];
        var before = start - 1;
        while (before > 0 && body[before] <= (byte)' ') before--;
        return body[before] == (byte)',' ? [.. body[..before], .. body[end..]] : [.. body[..start], .. body[end..]];
    }
}
