using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Tests.Evals.Fitting;

/// <summary>Learns its items by heart and nothing else: of an item that it has not seen it takes the last answer.</summary>
internal sealed class MemorisingFitter : IFitter
{
    /// <summary>The ids of each time that it learned.</summary>
    public List<string[]> Learned { get; } = [];

    public async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        ModelCall[] calls = [.. Enumerable.Range(0, 2).Select(sample => new ModelCall("m", run.Prompt) { SampleIndex = sample })];
        return new FittingObservation(await run.AllAsync(calls, cancellationToken), []);
    }

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed)
    {
        Learned.Add([.. items.Select(static item => item.Id)]);
        return new JsonObject([.. items.Select(static item => KeyValuePair.Create(item.Id, (JsonNode?)item.Candidates.TakeWhile(static one => !one.Correct).Count()))]);
    }

    public FittingOutcome? Deliver(JsonObject fitted, FittingItem item) =>
        new FittingOutcome((fitted[item.Id] is { } place ? item.Candidates[place.GetValue<int>()] : item.Candidates[^1]).Correct, 0);

    public JsonObject Untrained() => [];
}
