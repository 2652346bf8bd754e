using System.Globalization;
using System.Text.Json;

namespace Gateway.Policies;

/// <summary>The value at a JSON pointer (RFC 6901) in an answer that is JSON.</summary>
internal sealed class JsonPointerAnswer : IAnswerExtractor
{
    private readonly string _pointer;
    private readonly string[] _path;

    private JsonPointerAnswer(string pointer, string[] path)
    {
        _pointer = pointer;
        _path = path;
    }

    /// <returns>Null where the text is not a pointer.</returns>
    public static JsonPointerAnswer? TryParse(string pointer)
    {
        if (pointer.Length == 0) return new JsonPointerAnswer(pointer, []);
        if (pointer[0] != '/') return null;
        var path = pointer[1..].Split('/');
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i].Replace("~0", "", StringComparison.Ordinal).Replace("~1", "", StringComparison.Ordinal).Contains('~')) return null;
            path[i] = path[i].Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
        }

        return new JsonPointerAnswer(pointer, path);
    }

    public string? Extract(string text)
    {
        try
        {
            return Find(text);
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair is JSON and yet no text.
            return null;
        }
    }

    public override string ToString() => $"json:{_pointer}";

    private string? Find(string text)
    {
        using var json = JsonText.Parse(text);
        if (json is null) return null;
        var value = json.RootElement;
        foreach (var step in _path)
        {
            if (!TryStep(value, step, out value)) return null;
        }

        return value.ValueKind switch
        {
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            JsonValueKind.String => Whitespace.Fold(value.GetString()),
            JsonValueKind.Number => NumberAnswer.Normalise(value.GetRawText()),
            _ => CanonicalJson.Of(value),
        };
    }

    private static bool TryStep(JsonElement value, string step, out JsonElement next)
    {
        next = default;
        if (value.ValueKind == JsonValueKind.Object) return value.TryGetProperty(step, out next);
        if (value.ValueKind != JsonValueKind.Array) return false;
        if (!int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index) || index >= value.GetArrayLength()) return false;
        next = value[index];
        return true;
    }
}
