using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Hosting;

/// <summary>Holds back what a model's endpoint is not meant to get at once: at most <paramref name="limit"/> requests in flight, the rest wait in order.</summary>
internal sealed class ConcurrencyGate(IChatClient inner, int limit) : DelegatingChatClient(inner), IBatchSampler
{
    private readonly SemaphoreSlim _slots = new(limit, limit);

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await WaitAsync(options, cancellationToken);
        try
        {
            return await InnerClient.GetResponseAsync(messages, options, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await WaitAsync(options, cancellationToken);
        try
        {
            await foreach (var update in InnerClient.GetStreamingResponseAsync(messages, options, cancellationToken)) yield return update;
        }
        finally
        {
            _slots.Release();
        }
    }

    public async Task<IReadOnlyList<ChatResponse>> SampleAsync(Prompt prompt, int count, CancellationToken cancellationToken)
    {
        await WaitAsync(prompt.Options, cancellationToken);
        try
        {
            return await ((IBatchSampler)InnerClient.GetService(typeof(IBatchSampler))!).SampleAsync(prompt, count, cancellationToken);
        }
        finally
        {
            _slots.Release();
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null)
    {
        // What the inner client has itself would pass by the gate.
        if (serviceKey is null && serviceType == typeof(IBatchSampler)) return base.InnerClient.GetService(serviceType) is null ? null : this;
        if (serviceKey is null && serviceType == typeof(IEmbeddingGenerator<ModelText, Embedding<float>>))
            return base.InnerClient.GetService(serviceType) is IEmbeddingGenerator<ModelText, Embedding<float>> embeddings ? new GatedEmbeddings(embeddings, _slots) : null;
        return base.GetService(serviceType, serviceKey);
    }

    private async ValueTask WaitAsync(ChatOptions? options, CancellationToken cancellationToken)
    {
        if (_slots.Wait(0, CancellationToken.None)) return;
        var progress = CallProgress.Of(options);
        if (progress is not null) progress.Queued = true;
        await _slots.WaitAsync(cancellationToken);
        if (progress is not null) progress.Queued = false;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) _slots.Dispose();
        base.Dispose(disposing);
    }
}
