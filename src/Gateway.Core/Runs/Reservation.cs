namespace Gateway;

/// <summary>The worst case of a request, to be reserved in a <see cref="Budget"/>.</summary>
/// <param name="Calls">Samples that the request draws.</param>
/// <param name="InputTokens">Prompt tokens, or a bound on them.</param>
/// <param name="MaxOutputTokens">The limit on generated tokens of each sample; null where the caller set none.</param>
/// <param name="Planned">How many requests like this one are still to be made, this one included: a call without a limit of its own gets that share of what is left.</param>
/// <param name="Price">The model's price.</param>
public readonly record struct ReservationRequest(int Calls, long InputTokens, long? MaxOutputTokens, int Planned, Price Price)
{
    /// <summary>A call with a limit of its own makes do with less: it gets the smaller of that and its share of what is left, rather than a refusal.</summary>
    public bool TakesLess { get; init; }
}

/// <summary>A granted reservation.</summary>
/// <param name="WorstCase">What was taken out of the budget until the call is settled.</param>
/// <param name="MaxOutputTokens">The limit on generated tokens of each sample that the call has to be made with; null for none.</param>
/// <param name="Outer">What was taken out of the parent run's budget for the same call.</param>
public sealed record Reservation(Spend WorstCase, long? MaxOutputTokens, Reservation? Outer);
