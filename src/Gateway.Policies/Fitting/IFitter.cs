using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A kind's own way to learn. Deterministic: equal items and seed, equal result.</summary>
internal interface IFitter
{
    /// <summary>The calls of an item whose answers it learns from.</summary>
    IReadOnlyList<ModelCall> Calls(Prompt request);

    /// <summary>Learns.</summary>
    /// <param name="items">At least one, each with an answer at least.</param>
    /// <param name="seed">For what it draws.</param>
    JsonObject Fit(IReadOnlyList<FittingItem> items, int seed);

    /// <summary>The candidate that the policy would deliver for an item, had it learned this; null for none.</summary>
    FittingCandidate? Deliver(JsonObject fitted, FittingItem item);

    /// <summary>What the policy would do had it learned nothing, to compare with.</summary>
    JsonObject Untrained();
}
