namespace Gateway.Testing.Gguf;

/// <summary>
/// A Llama (RMS norm, RoPE, SwiGLU) with random weights, for tests and benchmarks that need a model of some size and not what it says. The same
/// settings give the same bytes.
/// </summary>
public sealed record RandomLlama
{
    // Logits are normal with this standard deviation: samples differ, and the most likely token stands out.
    private const float LogitSpread = 2.5f;
    private const float EmbeddingDeviation = 0.02f;

    // How far below the others the logits of tokens that are never drawn lie, at least.
    private const float NeverDrawn = 100;
    private const float NormEpsilon = 1e-5f;

    /// <summary>What the file says it is. Another name than this one is a file that nothing can run.</summary>
    public string Architecture { get; init; } = "llama";

    public int Layers { get; init; } = 2;

    /// <summary>Elements of a token's vector; a multiple of twice <see cref="Heads"/>.</summary>
    public int Width { get; init; } = 64;

    public int Heads { get; init; } = 4;

    /// <summary>Heads of keys and values, each shared by the same number of <see cref="Heads"/>.</summary>
    public int KeyValueHeads { get; init; } = 2;

    public int FeedForward { get; init; } = 128;

    /// <summary>Tokens in the vocabulary.</summary>
    public int Vocabulary { get; init; } = 256;

    /// <summary>The longest prompt and answer together, in tokens, that the file says it was trained on.</summary>
    public int ContextTokens { get; init; } = 4096;

    public long Seed { get; init; } = 1;

    /// <summary>Matrices of 16-bit floats, else of 32-bit ones. Norms have 32 bits always.</summary>
    public bool Half { get; init; } = true;

    /// <summary>The output matrix is the embedding's, and not in the file a second time.</summary>
    public bool TiedOutput { get; init; }

    /// <summary>The end token is never drawn, so that an answer is as long as it may be. Otherwise it is as likely as any other.</summary>
    public bool NeverEnds { get; init; } = true;

    /// <summary>ChatML unless told.</summary>
    public string ChatTemplate { get; init; } = RandomVocabulary.ChatTemplate;

    /// <summary>Weights in the file.</summary>
    public long Parameters => Tensors().Sum(static tensor => (long)tensor.Columns * Math.Max(1, tensor.Rows));

    private int HeadWidth => Width / Heads;

    /// <summary>Writes the file; a hundred million weights take seconds.</summary>
    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public void Write(string path)
    {
        using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 20);
        Write(file);
    }

    /// <exception cref="ArgumentException">The sizes do not fit each other.</exception>
    public void Write(Stream file)
    {
        Check();
        using var writer = new GgufWriter();
        AddShape(writer);
        AddTokenizer(writer);
        writer.Write(file, Tensors());
    }

    private void Check()
    {
        if (Width % (2 * Heads) != 0) throw new ArgumentException($"Width {Width} is not a multiple of twice the {Heads} heads.");
        if (Heads % KeyValueHeads != 0) throw new ArgumentException($"The {Heads} heads cannot share {KeyValueHeads} of keys and values evenly.");
        if (Vocabulary < RandomVocabulary.Smallest) throw new ArgumentException($"A vocabulary has {RandomVocabulary.Smallest} tokens at least, not {Vocabulary}.");
    }

    private void AddShape(GgufWriter writer)
    {
        writer.Add("general.architecture", Architecture);
        writer.Add("general.name", $"random Llama, seed {Seed}");
        writer.Add("general.file_type", Half ? 1 : 0);
        writer.Add($"{Architecture}.vocab_size", Vocabulary);
        writer.Add($"{Architecture}.context_length", ContextTokens);
        writer.Add($"{Architecture}.embedding_length", Width);
        writer.Add($"{Architecture}.block_count", Layers);
        writer.Add($"{Architecture}.feed_forward_length", FeedForward);
        writer.Add($"{Architecture}.attention.head_count", Heads);
        writer.Add($"{Architecture}.attention.head_count_kv", KeyValueHeads);
        writer.Add($"{Architecture}.attention.layer_norm_rms_epsilon", NormEpsilon);
        writer.Add($"{Architecture}.rope.dimension_count", HeadWidth);
        writer.Add($"{Architecture}.rope.freq_base", 10_000f);
    }

    private void AddTokenizer(GgufWriter writer)
    {
        writer.Add("tokenizer.ggml.model", "llama");
        writer.Add("tokenizer.ggml.pre", "default");
        writer.Add("tokenizer.ggml.tokens", RandomVocabulary.Tokens(Vocabulary));
        writer.Add("tokenizer.ggml.scores", new float[Vocabulary]);
        writer.Add("tokenizer.ggml.token_type", RandomVocabulary.Types(Vocabulary));
        writer.Add("tokenizer.ggml.unknown_token_id", RandomVocabulary.Unknown);
        writer.Add("tokenizer.ggml.bos_token_id", RandomVocabulary.Begin);
        writer.Add("tokenizer.ggml.eos_token_id", RandomVocabulary.End);
        writer.Add("tokenizer.ggml.add_bos_token", false);
        writer.Add("tokenizer.ggml.add_eos_token", false);
        writer.Add("tokenizer.ggml.add_space_prefix", false);
        writer.Add("tokenizer.chat_template", ChatTemplate);
    }

    // Element 0 of a token's vector is set apart: it has one value from the embedding to the output, because the layers neither read it (their
    // norms are 0 there) nor write it (these rows are 0). The rows of tokens that are never drawn answer to it alone.
    private List<GgufTensor> Tensors()
    {
        var random = new RandomNumbers(Seed);
        var apart = EmbeddingDeviation * MathF.Sqrt(Width) / 2;
        var tensors = new List<GgufTensor> { Matrix("token_embd.weight", Width, Vocabulary, EmbeddingRow) };
        for (var layer = 0; layer < Layers; layer++)
        {
            var name = $"blk.{layer}.";
            tensors.Add(Vector(name + "attn_norm.weight", 0, 1));
            tensors.Add(Matrix(name + "attn_q.weight", Width, Width, Row));
            tensors.Add(Matrix(name + "attn_k.weight", Width, HeadWidth * KeyValueHeads, Row));
            tensors.Add(Matrix(name + "attn_v.weight", Width, HeadWidth * KeyValueHeads, Row));
            tensors.Add(Matrix(name + "attn_output.weight", Width, Width, RowBesideFirst));
            tensors.Add(Vector(name + "ffn_norm.weight", 0, 1));
            tensors.Add(Matrix(name + "ffn_gate.weight", Width, FeedForward, Row));
            tensors.Add(Matrix(name + "ffn_up.weight", Width, FeedForward, Row));
            tensors.Add(Matrix(name + "ffn_down.weight", FeedForward, Width, RowBesideFirst));
        }

        // Each layer adds a vector whose elements are around 1, so that what was set apart is divided by no more than this.
        var largestNorm = 2 * MathF.Sqrt(1 + 2 * Layers);
        tensors.Add(Vector("output_norm.weight", NeverDrawn * largestNorm / (apart * apart), LogitSpread / (EmbeddingDeviation * MathF.Sqrt(Width))));
        if (!TiedOutput) tensors.Add(Matrix("output.weight", Width, Vocabulary, OutputRow));
        return tensors;

        void Row(int row, Span<float> values) => random.Fill(values, 1 / MathF.Sqrt(values.Length));

        void RowBesideFirst(int row, Span<float> values)
        {
            Row(row, values);
            if (row == 0) values.Clear();
        }

        void EmbeddingRow(int token, Span<float> values)
        {
            random.Fill(values, EmbeddingDeviation);
            values[0] = TiedOutput && IsNeverDrawn(token) ? -apart : apart;
        }

        void OutputRow(int token, Span<float> values)
        {
            random.Fill(values, EmbeddingDeviation);
            values[0] = IsNeverDrawn(token) ? -apart : 0;
        }
    }

    private bool IsNeverDrawn(int token) => NeverEnds && RandomVocabulary.IsSilent(token);

    private GgufTensor Matrix(string name, int columns, int rows, Action<int, Span<float>> fillRow) => new(name, columns, rows, Half, fillRow);

    private GgufTensor Vector(string name, float first, float others) => new(name, Width, 0, false, (_, values) =>
    {
        values.Fill(others);
        values[0] = first;
    });
}
