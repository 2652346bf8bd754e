namespace Gateway.Llama.Gguf;

/// <summary>
/// How much memory a model's key-value cache takes. A cache that is larger than the machine is not refused by the system when it is asked for,
/// but ends the process while it is filled.
/// </summary>
internal static class CacheSize
{
    /// <summary>Bytes of the cache; null where the model's kind does not say (MLA, state-space models).</summary>
    /// <param name="header">The model's header.</param>
    /// <param name="cells">Tokens in the cache, over all sequences.</param>
    /// <param name="type">The type of keys and values.</param>
    public static long? Bytes(GgufHeader header, long cells, KvType type)
    {
        var prefix = $"{header.Text("general.architecture")}.";
        if (header.Metadata.ContainsKey($"{prefix}attention.kv_lora_rank") || header.Metadata.ContainsKey($"{prefix}ssm.state_size")) return null;
        if (header.Whole($"{prefix}attention.head_count") is not (> 0 and var heads)) return null;
        var keyValueHeads = header.Whole($"{prefix}attention.head_count_kv") ?? heads;
        var headSize = header.Whole($"{prefix}embedding_length")!.Value / heads;
        var keySize = header.Whole($"{prefix}attention.key_length") ?? headSize;
        var valueSize = header.Whole($"{prefix}attention.value_length") ?? headSize;
        var layers = header.Whole($"{prefix}block_count")!.Value;
        try
        {
            var block = TensorTypes.BlockOf((uint)type)!.Value;
            return checked(layers * keyValueHeads * (keySize + valueSize) * cells * block.Bytes / block.Elements);
        }
        catch (OverflowException)
        {
            return long.MaxValue;
        }
    }
}
