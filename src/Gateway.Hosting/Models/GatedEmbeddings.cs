using Microsoft.Extensions.AI;

namespace Gateway.Hosting;

/// <summary>A model's embeddings, which wait for the same slots as its answers.</summary>
internal sealed class GatedEmbeddings(IEmbeddingGenerator<ModelText, Embedding<float>> inner, SemaphoreSlim slots) : DelegatingEmbeddingGenerator<ModelText, Embedding<float>>(inner)
{
    public override async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<ModelText> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            return await InnerGenerator.GenerateAsync(values, options, cancellationToken);
        }
        finally
        {
            slots.Release();
        }
    }
}
