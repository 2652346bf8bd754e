using System.Text.Json;

namespace Gateway.Server.Proxy;

/// <summary>Finds and replaces the model's name in a JSON body that is otherwise forwarded byte for byte.</summary>
internal static class ForwardedRequest
{
    /// <summary>The model named in a JSON object's <c>model</c>, the last of several; null where it names none.</summary>
    public static string? ModelInJson(ReadOnlySpan<byte> body)
    {
        try
        {
            return Members(body, "model"u8) is [.., var last] ? Text(body[last.Value]) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The latter for text that is not UTF-8, or holds one half of a surrogate pair.
            return null;
        }
    }

    /// <summary>The body with every <c>model</c> renamed and without <c>gateway</c>; as it is where it is no JSON object.</summary>
    public static byte[] RewriteJson(ReadOnlySpan<byte> body, string model)
    {
        try
        {
            var renamed = body.ToArray();
            byte[] name = JsonSerializer.SerializeToUtf8Bytes(model, ForwardJson.Default.String);
            foreach (var member in Enumerable.Reverse(Members(renamed, "model"u8))) renamed = [.. renamed[..member.Value.Start], .. name, .. renamed[member.Value.End..]];

            // One at a time: with a member goes a comma, which may be its neighbour's.
            while (Members(renamed, "gateway"u8) is [var extension, ..]) renamed = Without(renamed, extension.Member);
            return renamed;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return body.ToArray();
        }
    }

    private static string? Text(ReadOnlySpan<byte> value)
    {
        var reader = new Utf8JsonReader(value);
        return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
    }

    /// <summary>The top-level members of that name: the range of each one's value, and of name and value together.</summary>
    private static List<(Range Member, Range Value)> Members(ReadOnlySpan<byte> body, ReadOnlySpan<byte> name)
    {
        var found = new List<(Range, Range)>();
        var reader = new Utf8JsonReader(body);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return found;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var hit = reader.ValueTextEquals(name);
            var member = (int)reader.TokenStartIndex;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (hit) found.Add((member..(int)reader.BytesConsumed, start..(int)reader.BytesConsumed));
        }

        return found;
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
