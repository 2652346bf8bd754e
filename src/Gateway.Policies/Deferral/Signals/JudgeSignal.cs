namespace Gateway.Policies;

/// <summary>A judge's grade of the stage's answer, 1 to 9. Cannot be told where the judge fails or gives none.</summary>
internal sealed class JudgeSignal(Judge judge) : Signal("judge")
{
    private readonly JudgeScorer _scorer = new(judge);

    public override async ValueTask<double?> OfAsync(PolicyRun run, StageView view, CancellationToken cancellationToken)
    {
        var grades = await _scorer.ScoreAsync(run, [view.Answer.Winner], cancellationToken);
        return double.IsFinite(grades[0]) ? grades[0] : null;
    }
}
