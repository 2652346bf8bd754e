using Gateway.Llama.Scheduling;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>
/// A local model's vectors of texts, each of length 1. Its context is made at the first call, beside the one that answers: who asks for no
/// embedding pays no memory for it. Concurrent calls take turns.
/// </summary>
public sealed class LlamaEmbeddingGenerator : IEmbeddingGenerator<ModelText, Embedding<float>>
{
    private readonly LlamaModel _model;
    private readonly Lazy<EmbeddingContext> _context;

    // Guards the context, and that it is not disposed under a call.
    private readonly SemaphoreSlim _turn = new(1, 1);
    private bool _disposed;

    internal LlamaEmbeddingGenerator(LlamaModel model, Func<EmbeddingContext> open)
    {
        _model = model;
        _context = new Lazy<EmbeddingContext>(open, LazyThreadSafetyMode.None);
    }

    /// <exception cref="ModelCallException">A text is empty or too long, a token is none of the model's, or the model was unloaded.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<ModelText> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        var texts = values.Select(value => LlamaText.Tokens(_model, value, most: _model.ContextTokens, parameter: "input")).ToArray();
        var vectors = new List<Embedding<float>>(texts.Length);
        for (var first = 0; first < texts.Length;)
        {
            var batch = BatchFrom(texts, first);
            foreach (var vector in await EmbedAsync(batch, cancellationToken)) vectors.Add(new Embedding<float>(vector) { ModelId = _model.Name, CreatedAt = _model.Time.GetUtcNow() });
            first += batch.Count;
        }

        var tokens = texts.Sum(static text => (long)text.Length);
        return new GeneratedEmbeddings<Embedding<float>>(vectors) { Usage = new UsageDetails { InputTokenCount = tokens, TotalTokenCount = tokens } };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        _turn.Wait();
        _disposed = true;
        if (_context.IsValueCreated) _context.Value.Dispose();
        _turn.Release();
    }

    private async Task<float[][]> EmbedAsync(IReadOnlyList<int[]> batch, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_disposed) throw new ModelCallException(OwnerThread.Unloaded);

            // Milliseconds to seconds of arithmetic: not on the caller's thread, which may be a server's.
            return await Task.Run(() => _context.Value.Embed(batch), CancellationToken.None);
        }
        catch (LlamaLoadException e)
        {
            throw new ModelCallException(new ModelFault(FaultKind.Upstream, e.Message, e));
        }
        finally
        {
            _turn.Release();
        }
    }

    private List<int[]> BatchFrom(int[][] texts, int first)
    {
        var batch = new List<int[]>();
        var room = _model.ContextTokens;
        for (var i = first; i < texts.Length && batch.Count < EmbeddingContext.MaxTexts && texts[i].Length <= room; i++)
        {
            room -= texts[i].Length;
            batch.Add(texts[i]);
        }

        return batch;
    }
}
