using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Tests.Evals.Fitting;

/// <summary>Learns its items by heart and nothing else: of an item that it has not seen it takes the last answer.</summary>
internal sealed class MemorisingFitter : IFitter
{
    /// <summary>The ids of each time that it learned.</summary>
    public List<string[]> Learned { get; } = [];

    public IReadOnlyList<ModelCall> Calls(Prompt request) => [.. Enumerable.Range(0, 2).Select(sample => new ModelCall("m", request) { SampleIndex = sample })];

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed)
    {
        Learned.Add([.. items.Select(static item => item.Id)]);
        return new JsonObject([.. items.Select(static item => KeyValuePair.Create(item.Id, (JsonNode?)item.Candidates.TakeWhile(static one => !one.Correct).Count()))]);
    }

    public FittingCandidate? Deliver(JsonObject fitted, FittingItem item) => fitted[item.Id] is { } place ? item.Candidates[place.GetValue<int>()] : item.Candidates[^1];

    public JsonObject Untrained() => [];
}
