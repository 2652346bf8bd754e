using System.IO.Compression;
using System.Text.Json;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Clustering;

/// <summary>The built-in vectors on real questions: GSM8K, CRUXEval and MATH.</summary>
public sealed class RecordedDomainsTests
{
    private static readonly string Questions = RepositoryRoot.Of("data", "zeroeval-recorded", "questions.jsonl.gz");

    [Fact]
    public void Embed_RecordedQuestions_ClustersAreTheDomains()
    {
        Assert.SkipUnless(File.Exists(Questions), $"The recorded questions are not at {Questions}.");
        var rows = Rows().Where(static row => row.GetProperty("split").GetString() == "fit").ToArray();
        string[] texts = [.. rows.Select(static row => row.GetProperty("question").GetString()!)];
        string[] domains = [.. rows.Select(static row => row.GetProperty("domain").GetString()!)];
        var embedder = LexicalEmbedder.Fit(texts, seed: 1, LexicalEmbedder.DefaultDimensions);

        var clusters = KMeans.Fit([.. texts.Select(text => embedder.Embed(text)!)], 8, seed: 1, restarts: 4);

        var right = Enumerable.Range(0, clusters.Centres.Count)
            .Sum(cluster => domains.Where((_, i) => clusters.Assignment[i] == cluster).GroupBy(static domain => domain).Max(static group => group.Count()));
        // 637 of 719 when it was written; the largest domain alone is 331. Short word problems of MATH read like GSM8K's.
        Assert.True(right >= 0.85 * rows.Length, $"{right} of {rows.Length} questions are with their kind");
    }

    private static IEnumerable<JsonElement> Rows()
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Questions), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line) yield return JsonSerializer.Deserialize<JsonElement>(line);
    }
}
