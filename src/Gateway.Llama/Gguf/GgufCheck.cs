namespace Gateway.Llama.Gguf;

/// <summary>
/// Looks at a model file before libllama does. libllama answers most bad files with an error, but some with an assertion that ends the
/// process, and a gateway must outlive a broken download.
/// </summary>
internal static class GgufCheck
{
    private const long DefaultAlignment = 32;

    // Beyond these libllama's own fixed arrays end (LLAMA_MAX_LAYERS, LLAMA_MAX_EXPERTS).
    private const long MaxLayers = 512;
    private const long MaxExperts = 512;

    /// <summary>Reads and checks the header.</summary>
    /// <exception cref="LlamaLoadException">The file is missing, is no sound GGUF model, or is truncated.</exception>
    public static GgufHeader Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            return Read(file);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new LlamaLoadException($"The model file {path} does not exist.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LlamaLoadException($"The model file {path} cannot be read: {e.Message}", e);
        }
        catch (GgufFormatException e)
        {
            throw new LlamaLoadException($"The model file {path} cannot be used: {e.Message}.", e);
        }
    }

    /// <exception cref="GgufFormatException">The bytes are no sound GGUF model, or are truncated.</exception>
    internal static GgufHeader Read(Stream file)
    {
        if (file.Length == 0) throw new GgufFormatException("it is empty");
        var header = new GgufReader(file).Read();
        CheckTensors(header, file.Length);
        CheckModel(header);
        CheckVocabulary(header);
        return header;
    }

    private static void CheckTensors(GgufHeader header, long fileLength)
    {
        if (header.Tensors.Count == 0) throw new GgufFormatException("it has no tensors");
        var alignment = header.Metadata.ContainsKey("general.alignment") ? header.Whole("general.alignment") ?? 0 : DefaultAlignment;
        if (alignment is <= 0 or > 1 << 20 || !long.IsPow2(alignment)) throw new GgufFormatException("its general.alignment is not a power of two");
        var data = (header.Length + alignment - 1) / alignment * alignment;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in header.Tensors)
        {
            if (!names.Add(tensor.Name)) throw new GgufFormatException($"it has the tensor '{tensor.Name}' twice");
            var bytes = TensorTypes.Bytes(tensor);
            if (tensor.Offset < 0 || tensor.Offset % alignment != 0) throw new GgufFormatException($"tensor '{tensor.Name}' does not begin at a multiple of {alignment}");
            if (tensor.Offset > fileLength - data - bytes)
            {
                throw new GgufFormatException($"tensor '{tensor.Name}' ends beyond the file's {fileLength} bytes: the file is truncated");
            }
        }
    }

    private static void CheckModel(GgufHeader header)
    {
        if (header.Text("general.architecture") is not { Length: > 0 } architecture) throw new GgufFormatException("it does not name its general.architecture");
        var layers = Required(header, $"{architecture}.block_count", MaxLayers);
        Required(header, $"{architecture}.embedding_length", 1 << 20);
        Required(header, $"{architecture}.context_length", int.MaxValue);
        foreach (var key in (string[])["attention.head_count", "attention.head_count_kv", "feed_forward_length"])
        {
            OneOrEachLayer(header, $"{architecture}.{key}", layers);
        }

        foreach (var key in (string[])["attention.layer_norm_rms_epsilon", "attention.layer_norm_epsilon", "attention.group_norm_epsilon"])
        {
            if (header.Metadata.TryGetValue($"{architecture}.{key}", out var epsilon) && epsilon is not (>= 0.0 and <= 1.0))
            {
                throw new GgufFormatException($"its {architecture}.{key} is not a number in 0..1");
            }
        }

        foreach (var key in (string[])["expert_count", "expert_used_count"])
        {
            if (header.Whole($"{architecture}.{key}") is < 0 or > MaxExperts) throw new GgufFormatException($"its {architecture}.{key} is not in 0..{MaxExperts}");
        }
    }

    private static long Required(GgufHeader header, string key, long limit) =>
        header.Whole(key) is { } value && value > 0 && value <= limit ? value : throw new GgufFormatException($"its {key} is missing or not in 1..{limit}");

    private static void OneOrEachLayer(GgufHeader header, string key, long layers)
    {
        if (!header.Metadata.TryGetValue(key, out var value)) return;
        var sound = value switch
        {
            long number => number is >= 0 and <= int.MaxValue,
            GgufArray { Whole: { Count: > 0 } each } => each.Count >= layers && each.All(static number => number is >= 0 and <= int.MaxValue),
            _ => false,
        };
        if (!sound) throw new GgufFormatException($"its {key} is neither one size nor one for each of {layers} layers");
    }

    private static void CheckVocabulary(GgufHeader header)
    {
        if (header.Array("tokenizer.ggml.tokens") is not { Count: > 0, Type: GgufValueType.String } tokens) throw new GgufFormatException("it has no tokenizer.ggml.tokens");
        CheckTokens(tokens.Texts);
        foreach (var key in (string[])["tokenizer.ggml.scores", "tokenizer.ggml.token_type"])
        {
            if (header.Metadata.ContainsKey(key) && header.Array(key)?.Count != tokens.Count) throw new GgufFormatException($"its {key} is not one for each of its {tokens.Count} tokens");
        }

        foreach (var (key, value) in header.Metadata)
        {
            if (!key.StartsWith("tokenizer.ggml.", StringComparison.Ordinal) || !key.EndsWith("_token_id", StringComparison.Ordinal)) continue;
            var legal = value is long id && (id is -1 or uint.MaxValue || (id >= 0 && id < tokens.Count));
            if (!legal) throw new GgufFormatException($"its {key} is not one of its {tokens.Count} tokens");
        }
    }

    private static void CheckTokens(IReadOnlyList<string> tokens)
    {
        var seen = new HashSet<string>(tokens.Count, StringComparer.Ordinal);
        foreach (var token in tokens)
        {
            // As libllama reads them: up to a zero byte; it names the empty ones itself.
            var zero = token.IndexOf('\0', StringComparison.Ordinal);
            var read = zero < 0 ? token : token[..zero];
            if (read.Length > 0 && !seen.Add(read)) throw new GgufFormatException($"its tokenizer.ggml.tokens have '{read}' twice");
        }
    }
}
