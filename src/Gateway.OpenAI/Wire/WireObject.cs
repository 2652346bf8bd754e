using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Walks the fields of a small JSON object that was kept as it came. Allocates nothing.</summary>
internal ref struct WireObject(ReadOnlyMemory<byte> json)
{
    private readonly ReadOnlyMemory<byte> _json = json;
    private Utf8JsonReader _reader = Begin(json);

    /// <summary>The current field's name, unescaped.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The current field's value.</summary>
    public ReadOnlyMemory<byte> Value { get; private set; }

    public readonly bool ValueIsNull => _reader.TokenType == JsonTokenType.Null;

    public readonly bool ValueIsArray => _reader.TokenType == JsonTokenType.EndArray;

    public bool Next()
    {
        if (!_reader.NextField()) return false;
        Name = _reader.TakeName();
        Value = _reader.Slice(_json);
        return true;
    }

    private static Utf8JsonReader Begin(ReadOnlyMemory<byte> json)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        return reader;
    }
}
