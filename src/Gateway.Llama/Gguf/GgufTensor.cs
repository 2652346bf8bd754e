namespace Gateway.Llama.Gguf;

/// <summary>Where a tensor's numbers lie in a GGUF file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">ggml's number of its type.</param>
/// <param name="Sizes">Its elements in each dimension, at most 4.</param>
/// <param name="Offset">Bytes from the start of the data section.</param>
internal sealed record GgufTensor(string Name, uint Type, IReadOnlyList<long> Sizes, long Offset);
