namespace Gateway.Policies;

/// <summary>
/// A number of the token log probabilities of the stage's answer (Gupta et al. 2024, arXiv 2404.10136: Chow-Sum, Chow-Average and
/// Chow-Quantile). Cannot be told where the endpoint gives none.
/// </summary>
/// <param name="name">As in YAML.</param>
/// <param name="of">Of at least one log probability.</param>
internal sealed class LogprobSignal(string name, Func<IReadOnlyList<double>, double> of) : SeenSignal(name)
{
    public override bool ReadsLogprobs => true;

    public override double? Of(StageView view) => TokenLogprobs.Of(view.Answer.Winner) is { } tokens ? of(tokens) : null;
}
