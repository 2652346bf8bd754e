using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Gateway.Hosting;
using Microsoft.Extensions.Logging;

namespace Gateway.Evals.Live;

/// <summary>The models of the configuration, their answers kept.</summary>
internal sealed class LiveModels(GatewayOptions options, CandidateStore store, TimeProvider time, ILoggerFactory loggers) : EvaluatedModels
{
    private const int ItemsAtOnce = 8;
    private readonly Purchases _purchases = new();
    private readonly List<OpenedModel> _open = [];

    public override IReadOnlyList<ModelCard> Cards { get; } = [.. options.Models.Select(static model => model.ToCard(created: default))];

    public override int Parallel => ItemsAtOnce;

    public override int? Bought => _purchases.Bought;

    public override async Task<IReadOnlyDictionary<string, string>> IdentifyAsync(IEnumerable<string> names, CancellationToken cancellationToken)
    {
        var identities = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var settings in Settings(names))
        {
            try
            {
                identities[settings.Name] = await ModelIdentity.OfAsync(settings, cancellationToken);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SuiteProblemException($"the model {settings.Name} cannot be read: {exception.Message}");
            }
        }

        return identities;
    }

    public override Task<IReadOnlyList<CatalogEntry>> OpenAsync(IReadOnlyDictionary<string, string> identities, long seed, CancellationToken cancellationToken)
    {
        var opener = new ModelOpener(new PlainTransport(), time, loggers);
        var entries = new List<CatalogEntry>();
        foreach (var settings in Settings(identities.Keys))
        {
            if (!opener.TryOpen(ModelSource.Read(settings), out var opened, out var reason, cancellationToken)) throw new SuiteProblemException($"the model {settings.Name} is refused: {reason}");
            _open.Add(opened);
            var client = new StoredChatClient(opened.Client, store, _purchases, settings.Name, identities[settings.Name], FormattableString.Invariant($"evaluation, seed {seed}"));
            entries.Add(new CatalogEntry(settings.ToCard(time.GetUtcNow()), client));
        }

        return Task.FromResult<IReadOnlyList<CatalogEntry>>(entries);
    }

    public override bool IsTimed(string run) => _purchases.Take(run).Found == 0;

    public override ValueTask DisposeAsync()
    {
        foreach (var model in Enumerable.Reverse(_open)) model.Dispose();
        store.Dispose();
        return base.DisposeAsync();
    }

    private IEnumerable<ModelSettings> Settings(IEnumerable<string> names)
    {
        var wanted = names.ToHashSet(StringComparer.OrdinalIgnoreCase);
        return options.Models.Where(model => wanted.Contains(model.Name));
    }
}
