using Gateway.Policies;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Puts models and policies together into a snapshot.</summary>
internal sealed class SnapshotBuilder(GatewayOptions options, IEnumerable<IRunSink> sinks, TimeProvider time, ILoggerFactory loggers)
{
    private readonly IRunSink[] _sinks = [.. sinks];
    private readonly ILogger _logger = loggers.CreateLogger("Gateway.Runs");
    private readonly PolicyFolder _folder = new(options.PolicyFolder);

    private ModelSet? _models;
    private PolicySet? _policies;

    /// <summary>Makes a snapshot if the models are others than before, or a policy's file has another content; else null.</summary>
    /// <exception cref="IOException">The policies' folder cannot be listed at present.</exception>
    public GatewaySnapshot? BuildIfChanged(ModelSet models)
    {
        var cards = models.Models.Select(static model => model.Card).ToArray();
        var reasons = models.Refused.ToDictionary(static refused => refused.Name, static refused => refused.Reason, StringComparer.OrdinalIgnoreCase);
        var policies = _folder.Refresh(cards, reasons);
        if (ReferenceEquals(policies, _policies) && ReferenceEquals(models, _models)) return null;
        _policies = policies;
        _models = models;
        return Build(models, policies);
    }

    private GatewaySnapshot Build(ModelSet models, PolicySet policies)
    {
        var answerers = Answerers.Create(
            models.Models.Select(static model => new CatalogEntry(model.Card, model.Model.Client)), policies.Policies, new AnswererServices(time, _sinks, options.KeepTexts, _logger));
        return new GatewaySnapshot(
            answerers.Catalog,
            answerers.Clients,
            models.Models.Select(static model => model.Model),
            policies,
            [
                .. models.Refused,
                .. models.Outdated,
                .. policies.Problems.Select(static problem => new RefusedName(Path.GetFileNameWithoutExtension(problem.File), problem.ToString())),
            ]);
    }
}
