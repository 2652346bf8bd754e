using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Reads the value that the reader stands on into the draft; null resets it, since the last of equal names counts.</summary>
/// <exception cref="InvalidFieldException">The value is not legal; the path is relative to the field.</exception>
internal delegate void ReadRequestField(ref Utf8JsonReader reader, RequestDraft draft);

/// <summary>A field of a request that the gateway knows.</summary>
internal sealed class RequestField(string name, ReadRequestField read)
{
    private readonly byte[] _utf8 = System.Text.Encoding.UTF8.GetBytes(name);

    public string Name => name;

    public ReadRequestField Read => read;

    /// <summary>The field is read to be checked, and forwarded as it came.</summary>
    public bool Forwarded { get; init; }

    public bool Is(ReadOnlySpan<byte> candidate) => candidate.SequenceEqual(_utf8);
}
