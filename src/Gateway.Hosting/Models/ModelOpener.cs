using System.Diagnostics.CodeAnalysis;
using Gateway.Llama;
using Gateway.OpenAI;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Opens GGUF files and clients of endpoints.</summary>
internal sealed class ModelOpener(IRemoteTransport transport, TimeProvider time, ILoggerFactory loggers) : IModelOpener
{
    public bool TryOpen(ModelSource source, [NotNullWhen(true)] out OpenedModel? model, [NotNullWhen(false)] out string? reason, CancellationToken cancellationToken)
    {
        model = null;
        reason = source.Refusal;
        if (reason is not null) return false;
        try
        {
            model = source.Settings switch
            {
                LocalModelSettings local => Open(local, cancellationToken),
                RemoteModelSettings remote => Open(remote, source.ApiKey),
                _ => throw new NotSupportedException($"Nothing opens {source.Settings.GetType()}."),
            };
            return true;
        }
        catch (Exception exception) when (exception is LlamaLoadException or LlamaUnavailableException)
        {
            reason = exception.Message;
            return false;
        }
    }

    private OpenedModel Open(LocalModelSettings settings, CancellationToken cancellationToken)
    {
        var model = LlamaModel.Load(settings.Engine, loggers.CreateLogger<LlamaModel>(), time, cancellationToken);
        return new OpenedModel(new LlamaChatClient(model), model);
    }

    private OpenedModel Open(RemoteModelSettings settings, string? apiKey)
    {
        var http = RemoteHttp.Create(settings, transport.CreateHandler(settings));
        var remote = new RemoteModel(settings.Name, settings.Endpoints[0], settings.UpstreamModel, apiKey, settings.Timeout)
        {
            FirstByteTimeout = settings.FirstByteTimeout,
        };
        var client = new ConcurrencyGate(new RemoteChatClient(http, remote, time), settings.MaxConcurrency);
        return settings.PrefixContinuation == PrefixContinuation.None
            ? new OpenedModel(client, http)
            : new OpenedModel(new PrefixStepDecoder(client, settings.Name, settings.PrefixContinuation), http);
    }
}
