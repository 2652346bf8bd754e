using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A kind's own way to learn. Deterministic: equal items and seed, equal result.</summary>
internal interface IFitter
{
    /// <summary>Makes the calls that it learns from.</summary>
    Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken);

    /// <summary>Learns.</summary>
    /// <param name="items">At least one, each with an answer at least.</param>
    /// <param name="seed">For what it draws.</param>
    JsonObject Fit(IReadOnlyList<FittingItem> items, int seed);

    /// <summary>What the policy would do with an item, had it learned this; null where it would have no answer.</summary>
    FittingOutcome? Deliver(JsonObject fitted, FittingItem item);

    /// <summary>What the policy would do had it learned nothing, to compare with.</summary>
    JsonObject Untrained();
}
