namespace Gateway.Llama.Gguf;

/// <summary>An array among a GGUF file's metadata.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Count">How many it has.</param>
/// <param name="Whole">The elements, where they are whole numbers; else empty.</param>
/// <param name="Texts">The elements, where they are texts; else empty.</param>
internal sealed record GgufArray(GgufValueType Type, long Count, IReadOnlyList<long> Whole, IReadOnlyList<string> Texts);
