namespace Gateway.Policies;

/// <summary>The best of the answers that were not accepted, for when nothing better comes.</summary>
internal sealed class AnswerInHand
{
    private (string Signal, double Value) _of;

    public StageAnswer? Best { get; private set; }

    /// <summary>Two numbers of one signal can be compared, and the surer answer is kept; else that of the later stage, as stages become stronger.</summary>
    /// <param name="answer">The stage's.</param>
    /// <param name="signal">The signal's name.</param>
    /// <param name="value">What it says; null where it could not tell.</param>
    public void Keep(StageAnswer answer, string signal, double? value)
    {
        var number = value ?? double.NegativeInfinity;
        if (Best is not null && _of.Signal == signal && _of.Value > number) return;
        (Best, _of) = (answer, (signal, number));
    }
}
