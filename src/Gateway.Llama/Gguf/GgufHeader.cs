namespace Gateway.Llama.Gguf;

/// <summary>What a GGUF file says about itself before its tensors' numbers.</summary>
/// <param name="Metadata">By key: <see cref="long"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/> or <see cref="GgufArray"/>.</param>
/// <param name="Tensors">In the file's order.</param>
/// <param name="Length">Bytes of the header itself.</param>
internal sealed record GgufHeader(IReadOnlyDictionary<string, object> Metadata, IReadOnlyList<GgufTensor> Tensors, long Length)
{
    /// <summary>A whole number, or null where the key is missing or something else.</summary>
    public long? Whole(string key) => Metadata.TryGetValue(key, out var value) && value is long number ? number : null;

    public string? Text(string key) => Metadata.TryGetValue(key, out var value) ? value as string : null;

    public GgufArray? Array(string key) => Metadata.TryGetValue(key, out var value) ? value as GgufArray : null;
}
