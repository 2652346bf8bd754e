using System.Collections.Concurrent;
using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>Embeddings that a test wrote. A word of a text is a token.</summary>
public sealed class ScriptedEmbeddings(Func<string, float[]> vectorOf) : IEmbeddingGenerator<ModelText, Embedding<float>>
{
    private readonly ConcurrentQueue<string> _texts = new();

    /// <summary>What was embedded, in order.</summary>
    public IReadOnlyList<string> Texts => [.. _texts];

    /// <summary>A call waits for this first.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<ModelText> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] texts = [.. values.Select(static value => value.Text!)];
        foreach (var text in texts) _texts.Enqueue(text);
        await Gate.WaitAsync(cancellationToken);
        return new GeneratedEmbeddings<Embedding<float>>(texts.Select(text => new Embedding<float>(vectorOf(text))))
        {
            Usage = new UsageDetails { InputTokenCount = texts.Sum(static text => text.Split(' ').Length) },
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to release.
    }
}
