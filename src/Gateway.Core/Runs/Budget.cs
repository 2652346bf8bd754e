using System.Diagnostics.CodeAnalysis;

namespace Gateway;

/// <summary>
/// What a run has left. Every call is reserved at its worst case before it is made and settled with what it used, so concurrent
/// calls cannot overspend. A child run's budget reserves in its parent's too.
/// </summary>
/// <param name="limits">What the run may spend.</param>
/// <param name="parent">The budget of the run that made this one.</param>
/// <param name="siblings">How many runs like this one the parent still plans, this one included.</param>
public sealed class Budget(BudgetLimits limits, Budget? parent = null, int siblings = 1)
{
    // Guards _spent and _reserved: calls of one run reserve and settle concurrently.
    private readonly Lock _gate = new();
    private Spend _spent;
    private Spend _reserved;

    public BudgetLimits Limits { get; } = limits;

    /// <summary>What settled calls used.</summary>
    public Spend Spent
    {
        get
        {
            lock (_gate) return _spent;
        }
    }

    /// <summary>True where the worst case of a call depends on the length of its prompt.</summary>
    internal bool NeedsInputEstimate => Limits.Cost is not null || parent is { NeedsInputEstimate: true };

    /// <summary>Takes the worst case of a call out of what is left.</summary>
    /// <param name="request">The call's worst case.</param>
    /// <param name="reservation">What was granted; to be settled exactly once.</param>
    /// <param name="refusal">The limit that stood in the way, with its figures.</param>
    public bool TryReserve(in ReservationRequest request, [NotNullWhen(true)] out Reservation? reservation, [NotNullWhen(false)] out string? refusal)
    {
        reservation = null;
        Reservation? outer = null;
        if (parent is not null && !parent.TryReserve(request with { Planned = request.Planned * siblings }, out outer, out refusal)) return false;

        lock (_gate)
        {
            refusal = Fits(request, outer?.MaxOutputTokens, out var maxOutput);
            if (refusal is null)
            {
                reservation = new Reservation(Worst(request, maxOutput), maxOutput, outer);
                _reserved += reservation.WorstCase;
                return true;
            }
        }

        if (outer is not null) parent!.Release(outer);
        return false;
    }

    /// <summary>Replaces a reservation by what the call used.</summary>
    public void Settle(Reservation reservation, Spend actual)
    {
        lock (_gate)
        {
            _reserved = Minus(_reserved, reservation.WorstCase);
            _spent += actual;
        }

        if (reservation.Outer is { } outer) parent!.Settle(outer, actual);
    }

    private void Release(Reservation reservation)
    {
        lock (_gate) _reserved = Minus(_reserved, reservation.WorstCase);
        if (reservation.Outer is { } outer) parent!.Release(outer);
    }

    /// <summary>Null where the request fits; else the limit that it breaks.</summary>
    /// <param name="request">The request. Without an output limit of its own, or where it takes less, it gets the least that any budget leaves it.</param>
    /// <param name="outer">What the parent's budget leaves it.</param>
    /// <param name="maxOutput">The output limit of each sample; null for none.</param>
    private string? Fits(in ReservationRequest request, long? outer, out long? maxOutput)
    {
        var given = request.MaxOutputTokens is not null && !request.TakesLess;
        maxOutput = given ? request.MaxOutputTokens : Least(request.MaxOutputTokens, outer);

        // A call that is to write nothing, such as an embedding, fits where nothing may be written any more.
        var silent = request.MaxOutputTokens == 0;
        if (Limits.Nothing() is { } zero) return $"budget.{zero} is 0";

        if (Limits.Calls is { } calls && _spent.Calls + _reserved.Calls + request.Calls > calls)
            return $"budget.calls is {calls} and all are taken";

        if (Limits.OutputTokens is { } tokens)
        {
            var left = tokens - _spent.OutputTokens - _reserved.OutputTokens;
            if (!given) maxOutput = Least(maxOutput, left / Math.Max(1, request.Planned) / request.Calls);
            if ((maxOutput <= 0 && !silent) || maxOutput * request.Calls > left)
                return $"budget.output_tokens is {tokens}; {Math.Max(0, left)} are left and the call may take {Math.Max(1, maxOutput!.Value)}";
        }

        if (Limits.Cost is { } cost)
        {
            var left = cost - _spent.Cost - _reserved.Cost;
            if (!given) maxOutput = Least(maxOutput, Affordable(request, left / Math.Max(1, request.Planned)));
            var worst = Worst(request, maxOutput).Cost;
            if ((maxOutput is <= 0 && !silent) || worst > left)
                return $"budget.cost_usd is {cost}; {Math.Max(0, left)} is left and the call may cost {worst}";
        }

        return null;
    }

    private static long? Least(long? one, long? other) => one is null || other < one ? other ?? one : one;

    /// <summary>The output tokens of each sample that a share of the money buys beside the input; null where output is free.</summary>
    private static long? Affordable(in ReservationRequest request, decimal share)
    {
        if (request.Price.OutputPerMillion == 0) return null;
        var money = share - request.Price.Of(request.InputTokens, 0, 0);

        // As a double first: a share of any size divided by a price of any size is more than a decimal holds.
        var tokens = (double)money / (double)request.Price.OutputPerMillion * 1e6 / request.Calls;
        return tokens >= int.MaxValue ? int.MaxValue : (long)Math.Floor(money * 1_000_000m / request.Price.OutputPerMillion / request.Calls);
    }

    private static Spend Worst(in ReservationRequest request, long? maxOutput)
    {
        var output = (maxOutput ?? 0) * request.Calls;
        return new Spend(request.Calls, request.InputTokens, 0, output, request.Price.Of(request.InputTokens, 0, output));
    }

    private static Spend Minus(Spend left, Spend right) => new(
        left.Calls - right.Calls, left.InputTokens - right.InputTokens, 0, left.OutputTokens - right.OutputTokens, left.Cost - right.Cost);
}
