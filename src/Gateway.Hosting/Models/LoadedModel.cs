using Gateway.Llama;
using Microsoft.Extensions.AI;

namespace Gateway.Hosting;

/// <summary>An open model, shared by the snapshots that hold it. When the last of them has let go, it is retired, and unloaded.</summary>
internal sealed class LoadedModel(ModelSource source, OpenedModel opened, DateTimeOffset created, OpenModels open) : IDisposable
{
    private int _holders;
    private int _disposed;

    public string Name => Source.Settings.Name;

    public ModelSource Source { get; } = source;

    public IChatClient Client => opened.Client;

    /// <summary>Where requests are forwarded to; null for a local model.</summary>
    public ReachableModel? Remote { get; } = source.Settings is RemoteModelSettings settings ? new ReachableModel(settings, source.ApiKey) : null;

    /// <summary>What is known of the model, with settings that may be newer than those it was opened with.</summary>
    public ModelCard Card(ModelSettings settings)
    {
        var card = settings.ToCard(created);

        // A model reads no more than it was trained on, whatever the configuration says.
        return Client.GetService(typeof(LlamaModel)) is LlamaModel local
            ? card with { ContextTokens = local.ContextTokens, DecodesSteps = Client.GetService(typeof(IStepDecoder)) is not null }
            : card;
    }

    public void Hold() => Interlocked.Increment(ref _holders);

    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0) open.Retire(this);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0) opened.Dispose();
    }
}
