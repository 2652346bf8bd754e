namespace Gateway.OpenAI;

/// <summary>
/// A JSON value exactly as it came over the wire. A message or a content part carries its own as <c>RawRepresentation</c>,
/// so that what the gateway does not know of it still reaches a remote model.
/// </summary>
/// <param name="Json">The value's UTF-8 bytes; valid JSON.</param>
public sealed record RawJson(ReadOnlyMemory<byte> Json);
