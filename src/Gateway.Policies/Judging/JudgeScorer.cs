namespace Gateway.Policies;

/// <summary>Has each distinct candidate graded from 1 to 9, all at once.</summary>
internal sealed class JudgeScorer(Judge judge) : ICandidateScorer
{
    // What OpenAI's endpoints allow at most: the nine digits have to be among them.
    private const int TopLogprobs = 20;

    public string Name => "judge";

    public async ValueTask<IReadOnlyList<double>> ScoreAsync(PolicyRun run, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken)
    {
        var distinct = DistinctAnswers.FirstOfEach(candidates);
        var calls = new ModelCall[distinct.Count];
        for (var i = 0; i < calls.Length; i++)
        {
            var answer = new Dictionary<string, string> { ["answer"] = TaskText.Answer(distinct[i]) };
            calls[i] = await judge.CallAsync(run, i, answer, cancellationToken);
            calls[i].Prompt.Options.WantLogprobs(TopLogprobs);
        }

        var judgements = await run.AllAsync(calls, cancellationToken);
        await AskAgainWithoutLogprobsAsync(run, judgements, cancellationToken);
        var scores = distinct.Zip(judgements).ToDictionary(
            static pair => DistinctAnswers.Identity(pair.First),
            static pair => pair.Second.Response is { } judgement ? ExpectedScore.Of(judgement) : double.NegativeInfinity);
        return [.. candidates.Select(candidate => scores[DistinctAnswers.Identity(candidate)])];
    }

    /// <summary>Some endpoints refuse a request that asks for log probabilities; a grade that is only read from the text is better than none.</summary>
    private static async Task AskAgainWithoutLogprobsAsync(PolicyRun run, Candidate[] judgements, CancellationToken cancellationToken)
    {
        var refused = Enumerable.Range(0, judgements.Length).Where(i => judgements[i].Fault?.Kind == FaultKind.Refused).ToArray();
        if (refused.Length == 0) return;
        var again = refused.Select(i => judgements[i].Call with { Prompt = WithoutLogprobs(judgements[i].Call.Prompt) }).ToArray();
        var answers = await run.AllAsync(again, cancellationToken);
        for (var i = 0; i < refused.Length; i++) judgements[refused[i]] = answers[i];
    }

    private static Prompt WithoutLogprobs(Prompt prompt) => prompt with { Options = new() { Temperature = prompt.Options.Temperature, MaxOutputTokens = prompt.Options.MaxOutputTokens } };
}
