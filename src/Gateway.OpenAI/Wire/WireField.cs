namespace Gateway.OpenAI;

/// <summary>One field of a JSON object, as it came.</summary>
/// <param name="Name">The field's name in UTF-8, unescaped.</param>
/// <param name="Value">Its value's UTF-8 bytes; valid JSON.</param>
public readonly record struct WireField(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
