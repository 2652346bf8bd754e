using Gateway.Policies;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Puts models and policies together into a snapshot.</summary>
internal sealed class SnapshotBuilder(
    GatewayOptions options, ModelRegistry models, IEnumerable<IRunSink> sinks, TimeProvider time, ILoggerFactory loggers)
{
    private readonly IRunSink[] _sinks = [.. sinks];
    private readonly ILogger _logger = loggers.CreateLogger("Gateway.Runs");
    private readonly PolicyFolder _folder = new(options.PolicyFolder);
    private readonly ModelCard[] _cards = [.. models.Entries.Select(static entry => entry.Card)];
    private readonly Dictionary<string, string> _refused =
        models.Refused.ToDictionary(static refused => refused.Name, static refused => refused.Reason, StringComparer.OrdinalIgnoreCase);

    private PolicySet? _policies;

    /// <summary>Makes a snapshot if a policy's file has another content than before, or none was made yet; else null.</summary>
    /// <exception cref="IOException">The folder cannot be listed at present.</exception>
    public GatewaySnapshot? BuildIfChanged()
    {
        var policies = _folder.Refresh(_cards, _refused);
        if (ReferenceEquals(policies, _policies)) return null;
        _policies = policies;
        return Build(policies);
    }

    private GatewaySnapshot Build(PolicySet policies)
    {
        var answerers = new List<PolicyChatClient>();
        var created = time.GetUtcNow();
        var catalog = new ModelCatalog(models.Entries, catalog =>
        {
            var services = new RunServices(catalog, time, _sinks, options.KeepTexts, _logger);
            answerers.AddRange(models.Entries.Select(entry => new PolicyChatClient(Direct(entry.Card.Name), services)));
            var clients = policies.Policies.Select(definition => new PolicyChatClient(definition, services)).ToArray();
            answerers.AddRange(clients);
            return clients.Select(client => new CatalogEntry(new ModelCard(client.Definition.Options.Name, ModelBackend.Policy, 0, Price.Free) { Created = created }, client));
        });
        return new GatewaySnapshot(
            catalog,
            answerers,
            [.. models.Refused, .. policies.Problems.Select(static problem => new RefusedName(Path.GetFileNameWithoutExtension(problem.File), problem.ToString()))]);
    }

    /// <summary>What answers a model's own name; it has no file.</summary>
    private static PolicyDefinition Direct(string model)
    {
        var direct = new DirectOptions { Name = model, Model = model };
        return new PolicyDefinition("direct", direct, new DirectPolicy(direct), Hash: "") { ManyAnswers = true };
    }
}
