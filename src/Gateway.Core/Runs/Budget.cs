using System.Diagnostics.CodeAnalysis;

namespace Gateway;

/// <summary>
/// What a run has left. Every call is reserved at its worst case before it is made and settled with what it used, so concurrent
/// calls cannot overspend. A child run's budget reserves in its parent's too.
/// </summary>
public sealed class Budget(BudgetLimits limits, Budget? parent = null)
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
        if (parent is not null && !parent.TryReserve(request, out outer, out refusal)) return false;

        var granted = outer is null ? request : request with { MaxOutputTokens = outer.MaxOutputTokens };
        lock (_gate)
        {
            refusal = Fits(granted, ref granted);
            if (refusal is null)
            {
                reservation = new Reservation(Worst(granted), granted.MaxOutputTokens, outer);
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

    /// <summary>Null where the request fits, with its output limit filled in <paramref name="granted"/>; else the limit that it breaks.</summary>
    private string? Fits(ReservationRequest request, ref ReservationRequest granted)
    {
        if (Limits.Nothing() is { } zero) return $"budget.{zero} is 0";

        if (Limits.Calls is { } calls && _spent.Calls + _reserved.Calls + request.Calls > calls)
            return $"budget.calls is {calls} and all are taken";

        var maxOutput = request.MaxOutputTokens;
        if (Limits.OutputTokens is { } tokens)
        {
            var left = tokens - _spent.OutputTokens - _reserved.OutputTokens;
            maxOutput ??= left / Math.Max(1, request.Planned) / request.Calls;
            if (maxOutput <= 0 || maxOutput * request.Calls > left)
                return $"budget.output_tokens is {tokens}; {Math.Max(0, left)} are left and the call may take {Math.Max(1, maxOutput.Value)}";
        }

        if (Limits.Cost is { } cost)
        {
            var left = cost - _spent.Cost - _reserved.Cost;
            maxOutput ??= Affordable(request, left / Math.Max(1, request.Planned));
            var worst = Worst(request with { MaxOutputTokens = maxOutput }).Cost;
            if (maxOutput is <= 0 || worst > left)
                return $"budget.cost_usd is {cost}; {Math.Max(0, left)} is left and the call may cost {worst}";
        }

        granted = request with { MaxOutputTokens = maxOutput };
        return null;
    }

    /// <summary>The output tokens of each sample that a share of the money buys beside the input; null where output is free.</summary>
    private static long? Affordable(in ReservationRequest request, decimal share)
    {
        if (request.Price.OutputPerMillion == 0) return null;
        var input = request.Price.Of(request.InputTokens, 0, 0);
        return (long)Math.Floor((share - input) * 1_000_000m / request.Price.OutputPerMillion / request.Calls);
    }

    private static Spend Worst(in ReservationRequest request)
    {
        var output = (request.MaxOutputTokens ?? 0) * request.Calls;
        return new Spend(request.Calls, request.InputTokens, 0, output, request.Price.Of(request.InputTokens, 0, output));
    }

    private static Spend Minus(Spend left, Spend right) => new(
        left.Calls - right.Calls, left.InputTokens - right.InputTokens, 0, left.OutputTokens - right.OutputTokens, left.Cost - right.Cost);
}
