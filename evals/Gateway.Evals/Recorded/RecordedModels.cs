using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Recorded;

/// <summary>The models of a recorded folder.</summary>
internal sealed class RecordedModels : EvaluatedModels
{
    private readonly RecordedFolder _folder;
    private readonly int _prefixTokens;
    private readonly Dictionary<string, RecordedOutputs> _read = new(StringComparer.OrdinalIgnoreCase);

    /// <param name="folder">The folder.</param>
    /// <param name="prefixTokens">What the models read before each prompt, in tokens.</param>
    /// <exception cref="SuiteProblemException">It is none.</exception>
    public RecordedModels(RecordedFolder folder, int prefixTokens)
    {
        _folder = folder;
        _prefixTokens = prefixTokens;
        var prices = folder.Prices();

        // No context limit is known; what was recorded did fit.
        Cards = [.. folder.Models.Select(name => new ModelCard(name, ModelBackend.Remote, int.MaxValue, prices.GetValueOrDefault(name)))];
    }

    public override IReadOnlyList<ModelCard> Cards { get; }

    public override int Parallel => Environment.ProcessorCount;

    public override Task<IReadOnlyDictionary<string, string>> IdentifyAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyDictionary<string, string>>(names.ToDictionary(static name => name, static _ => "recorded", StringComparer.OrdinalIgnoreCase));

    public override async Task<IReadOnlyList<CatalogEntry>> OpenAsync(IReadOnlyDictionary<string, string> identities, long seed, CancellationToken cancellationToken)
    {
        var entries = new List<CatalogEntry>();
        foreach (var card in Cards.Where(card => identities.ContainsKey(card.Name)))
            entries.Add(new CatalogEntry(card, new RecordedChatClient(await ReadAsync(card.Name, cancellationToken), _prefixTokens)));
        return entries;
    }

    /// <summary>All that a model said; read once.</summary>
    public async Task<RecordedOutputs> ReadAsync(string model, CancellationToken cancellationToken)
    {
        if (!_read.TryGetValue(model, out var outputs)) _read[model] = outputs = await _folder.ReadAsync(model, cancellationToken);
        return outputs;
    }

    public override bool IsTimed(string run) => false;
}
