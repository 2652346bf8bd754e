using Gateway.Llama;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>The models of the configuration, opened once at start. A model that cannot be used is refused alone, with its reason.</summary>
public sealed class ModelRegistry : IDisposable
{
    private readonly List<CatalogEntry> _entries = [];
    private readonly List<RefusedName> _refused = [];
    private readonly List<IDisposable> _owned = [];

    public ModelRegistry(GatewayOptions options, RemoteModels remote, IRemoteTransport transport, TimeProvider time, ILoggerFactory loggers)
    {
        var created = time.GetUtcNow();
        _refused.AddRange(remote.Refused);
        foreach (var model in options.Models)
        {
            IChatClient? client = model switch
            {
                LocalModelSettings settings => Open(settings, time, loggers),
                RemoteModelSettings settings when remote.TryGet(settings.Name, out var reachable) => Open(reachable, transport, time),
                _ => null,
            };
            if (client is null) continue;
            _owned.Add(client);
            var card = Card(model, created);

            // A model reads no more than it was trained on, whatever the configuration says.
            if (client.GetService(typeof(LlamaModel)) is LlamaModel local) card = card with { ContextTokens = local.ContextTokens };
            _entries.Add(new CatalogEntry(card, client));
        }
    }

    /// <summary>What can be asked.</summary>
    public IReadOnlyList<CatalogEntry> Entries => _entries;

    /// <summary>What cannot, and why.</summary>
    public IReadOnlyList<RefusedName> Refused => _refused;

    public void Dispose()
    {
        foreach (var owned in Enumerable.Reverse(_owned)) owned.Dispose();
    }

    /// <summary>What is known of a model from the configuration alone.</summary>
    public static ModelCard Card(ModelSettings model, DateTimeOffset created) =>
        new(model.Name, model is LocalModelSettings ? ModelBackend.Local : ModelBackend.Remote, model.ContextTokens, model.Price)
        {
            BatchSamples = model is RemoteModelSettings { BatchSamples: true },
            Created = created,
        };

    private ConcurrencyGate Open(ReachableModel model, IRemoteTransport transport, TimeProvider time)
    {
        var settings = model.Settings;
        var http = RemoteHttp.Create(settings, transport.CreateHandler(settings));
        _owned.Add(http);
        var remote = new RemoteModel(settings.Name, settings.Endpoints[0], settings.UpstreamModel, model.ApiKey, settings.Timeout)
        {
            FirstByteTimeout = settings.FirstByteTimeout,
        };
        return new ConcurrencyGate(new RemoteChatClient(http, remote, time), settings.MaxConcurrency);
    }

    private LlamaChatClient? Open(LocalModelSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            var model = LlamaModel.Load(settings.Engine, loggers.CreateLogger<LlamaModel>(), time);
            _owned.Add(model);
            return new LlamaChatClient(model);
        }
        catch (Exception exception) when (exception is LlamaLoadException or LlamaUnavailableException)
        {
            _refused.Add(new RefusedName(settings.Name, exception.Message));
            return null;
        }
    }
}
