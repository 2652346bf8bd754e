using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Clustering;

public sealed class LexicalEmbedderTests
{
    private const int Texts = 60;

    [Fact]
    public void Embed_ThreeDomains_ClustersAreTheDomains()
    {
        var (texts, domains) = Domains(seed: 1);
        var embedder = LexicalEmbedder.Fit(texts, seed: 1, LexicalEmbedder.DefaultDimensions);

        var clusters = KMeans.Fit([.. texts.Select(text => embedder.Embed(text)!)], 3, seed: 1, restarts: 4);

        // Each cluster is counted as the domain that most of its texts are of.
        var right = Enumerable.Range(0, 3).Sum(cluster => domains.Where((_, i) => clusters.Assignment[i] == cluster).GroupBy(static domain => domain).Max(static group => group.Count()));
        Assert.True(right >= 0.95 * texts.Length, $"{right} of {texts.Length} texts are with their kind");
    }

    [Fact]
    public void Embed_TextsThatWereNotLearnedFrom_AreNearestToTheirDomain()
    {
        var (texts, domains) = Domains(seed: 1);
        var (others, theirs) = Domains(seed: 2);
        var embedder = LexicalEmbedder.Fit(texts, seed: 1, LexicalEmbedder.DefaultDimensions);
        var means = Enumerable.Range(0, 3).Select(domain => Mean([.. texts.Where((_, i) => domains[i] == domain).Select(text => embedder.Embed(text)!)])).ToArray();

        var right = others.Where((text, i) => NearestOf(means, embedder.Embed(text)!) == theirs[i]).Count();

        Assert.True(right >= 0.95 * others.Length, $"{right} of {others.Length} texts are nearest to their kind");
    }

    [Fact]
    public void Embed_AnyText_HasLengthOneOrNothing()
    {
        var embedder = LexicalEmbedder.Fit(["one two", "three four"], seed: 3, dimensions: 70);

        Gen.String.Sample(text =>
        {
            if (embedder.Embed(text) is not { } vector) return;
            Assert.Equal(70, vector.Length);
            Assert.Equal(1, Vectors.Dot(vector, vector), 9);
        });
    }

    [Fact]
    public void Embed_WhatAllTextsShare_WeighsNothing()
    {
        var embedder = LexicalEmbedder.Fit(["Think step by step. cats", "Think step by step. dogs"], seed: 1, dimensions: 64);

        Assert.Null(embedder.Embed("Think step by step."));
        Assert.Null(embedder.Embed(" "));
        Assert.NotNull(embedder.Embed("Think step by step. cats"));
    }

    /// <summary>Fixed figures: a profile that was fitted on one machine has to mean the same on every other, and after every update.</summary>
    [Fact]
    public void Embed_KnownText_HasItsKnownVector()
    {
        var embedder = LexicalEmbedder.Fit(["the sum of 1 and 2", "sort the letters"], seed: 5, dimensions: 4);

        Assert.Equal(KnownVector, embedder.Embed("Sort the Sum of 12 letters!"));
    }

    private static readonly double[] KnownVector = [-0.50254700729847768, -0.20019272990319839, -0.83482476877682066, -0.10216154749208101];

    [Fact]
    public void Fit_SameTextsAndSeed_IsTheSameAndAnotherSeedIsAnother()
    {
        var (texts, _) = Domains(seed: 1);

        Assert.Equal(LexicalEmbedder.Fit(texts, 1, 64).Embed(texts[0]), LexicalEmbedder.Fit(texts, 1, 64).Embed(texts[0]));
        Assert.NotEqual(LexicalEmbedder.Fit(texts, 1, 64).Embed(texts[0]), LexicalEmbedder.Fit(texts, 2, 64).Embed(texts[0]));
    }

    [Fact]
    public void Features_CaseAndNumbersAndSpaces_DoNotMatter() =>
        Assert.Equal(LexicalFeatures.Of("What is 12 plus 3?"), LexicalFeatures.Of("what  is 4\nplus 56789 ?"));

    [Fact]
    public void Features_AnyText_AreInTheBuckets() => Gen.String.Sample(static text =>
        Assert.All(LexicalFeatures.Of(text), static feature => Assert.True(feature.Key is >= 0 and < LexicalFeatures.Buckets && feature.Value > 0)));

    /// <summary>Sums of shopping, little functions, and letters about the law, with instructions that all of them share.</summary>
    private static (string[] Texts, int[] Domains) Domains(int seed)
    {
        var random = new Random(seed);
        string Pick(params string[] words) => words[random.Next(words.Length)];
        string Of(int domain) => domain switch
        {
            0 => $"{Pick("Anna", "Ben", "Cleo")} buys {random.Next(2, 90)} {Pick("apples", "pens", "tickets")} for {random.Next(2, 9)} dollars each and {Pick("gives", "sells")} {random.Next(9)} to a friend. How {Pick("much money is left", "many does she have", "much does it cost in total")}?",
            1 => $"def {Pick("f", "g", "solve")}({Pick("x", "items", "text")}):\n    {Pick("for i in range(len(x)):", "while x > 0:", "if not items:")}\n        return {Pick("x[::-1]", "sorted(items)", "text.upper()")}\nWhat does the function return for [{random.Next(9)}, {random.Next(9)}]?",
            _ => $"The {Pick("plaintiff", "tenant", "seller")} sued the {Pick("defendant", "landlord", "buyer")} for {Pick("breach of contract", "negligence", "trespass")}. Is the court likely to {Pick("dismiss the claim", "grant damages", "enforce the agreement")}?",
        };

        int[] domains = [.. Enumerable.Range(0, Texts).Select(static i => i % 3)];
        return ([.. domains.Select(domain => $"{Of(domain)}\n\nThink step by step, then finish with a line \"Answer: \".")], domains);
    }

    private static double[] Mean(double[][] vectors) => [.. Enumerable.Range(0, vectors[0].Length).Select(i => vectors.Average(vector => vector[i]))];

    private static int NearestOf(double[][] means, double[] vector) => Array.IndexOf(means, means.MaxBy(mean => Vectors.Dot(mean, vector)));
}
