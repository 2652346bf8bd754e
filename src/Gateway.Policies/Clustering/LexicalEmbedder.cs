namespace Gateway.Policies;

/// <summary>
/// Vectors of texts without a model: term frequency times inverse document frequency of hashed features, brought to a modest length by a
/// random projection of signs (Achlioptas 2003), of length 1. What all of the training texts share, such as a suite's instructions, weighs
/// nothing. Only sums, products, quotients and roots in a fixed order: a text has the same vector on every machine.
/// </summary>
internal sealed class LexicalEmbedder
{
    /// <summary>Raised when a text's vector would become another.</summary>
    public const int Version = 1;

    public const int DefaultDimensions = 128;

    private const int SignsPerWord = 64;
    private const int IdfDigits = 4;
    private readonly double[] _idf;
    private readonly ulong[] _signs;
    private readonly int _wordsPerBucket;

    /// <param name="seed">Draws the projection.</param>
    /// <param name="dimensions">The vectors' length, at least 1.</param>
    /// <param name="idf">The weight of each of the <see cref="LexicalFeatures.Buckets"/> buckets, not negative.</param>
    public LexicalEmbedder(int seed, int dimensions, double[] idf)
    {
        Seed = seed;
        Dimensions = dimensions;
        _idf = idf;
        _wordsPerBucket = (dimensions + SignsPerWord - 1) / SignsPerWord;
        _signs = new ulong[LexicalFeatures.Buckets * _wordsPerBucket];
        for (var i = 0; i < _signs.Length; i++) _signs[i] = SplitMix.At((ulong)seed, (ulong)i);
    }

    public int Seed { get; }

    public int Dimensions { get; }

    /// <summary>The weight of each bucket.</summary>
    public IReadOnlyList<double> Idf => _idf;

    /// <summary>Learns how much each bucket tells: ln((1 + texts) / (1 + texts that have it)), to four decimals.</summary>
    public static LexicalEmbedder Fit(IReadOnlyList<string> texts, int seed, int dimensions)
    {
        var documents = new int[LexicalFeatures.Buckets];
        foreach (var text in texts)
        {
            foreach (var bucket in LexicalFeatures.Of(text).Keys) documents[bucket]++;
        }

        return new LexicalEmbedder(seed, dimensions, [.. documents.Select(count => Math.Round(Math.Log((1.0 + texts.Count) / (1 + count)), IdfDigits))]);
    }

    /// <summary>The text's vector, of length 1; null where nothing in the text tells anything.</summary>
    public double[]? Embed(string text)
    {
        var vector = new double[Dimensions];
        foreach (var (bucket, count) in LexicalFeatures.Of(text))
        {
            var weight = Math.Sqrt(count) * _idf[bucket];
            if (weight == 0) continue;
            for (var i = 0; i < vector.Length; i++) vector[i] += IsPlus(bucket, i) ? weight : -weight;
        }

        return Vectors.TryNormalize(vector) ? vector : null;
    }

    private bool IsPlus(int bucket, int dimension) =>
        ((_signs[bucket * _wordsPerBucket + dimension / SignsPerWord] >> (dimension % SignsPerWord)) & 1) != 0;
}
