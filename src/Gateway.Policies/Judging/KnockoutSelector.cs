using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>
/// Compares candidates in call order; the winner meets the next. Each pair is asked both ways round, as judges prefer a place (Zheng et al.
/// 2023, arXiv 2306.05685), and where the two opinions cancel each other out the earlier candidate stays.
/// </summary>
internal sealed partial class KnockoutSelector(Judge judge) : ISelector
{
    public async Task<Candidate> SelectAsync(PolicyRun run, IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var candidates = await run.GatherAsync(calls, cancellationToken);
        var distinct = DistinctAnswers.FirstOfEach(candidates);
        if (distinct.Count == 1)
        {
            run.Note(new Decided("winner", $"{candidates.Count} of {calls.Count} samples finished and say the same; no judge was asked"));
            return distinct[0];
        }

        var wins = new double[distinct.Count];
        var incumbent = 0;
        for (var challenger = 1; challenger < distinct.Count; challenger++)
        {
            var preference = await PreferenceAsync(run, distinct[incumbent], distinct[challenger], 2 * (challenger - 1), cancellationToken);
            if (preference > 0) wins[challenger]++;
            if (preference < 0) wins[incumbent]++;
            if (preference > 0) incumbent = challenger;
        }

        run.NoteScores("judge-pairwise", distinct, wins);
        run.Note(new Decided("winner",
            $"{distinct[incumbent].Call.Model}'s sample {distinct[incumbent].Call.SampleIndex} was left of {distinct.Count} distinct candidates, with {wins[incumbent]} won; {candidates.Count} of {calls.Count} samples finished"));
        return distinct[incumbent];
    }

    /// <summary>Above 0 for the challenger, below 0 for the incumbent, 0 for a tie. A judge that fails or says neither counts for none.</summary>
    private async Task<int> PreferenceAsync(PolicyRun run, Candidate incumbent, Candidate challenger, int index, CancellationToken cancellationToken)
    {
        var judgements = await run.AllAsync(
        [
            await CallAsync(incumbent, challenger, index),
            await CallAsync(challenger, incumbent, index + 1),
        ], cancellationToken);
        return VoteForA(judgements[1]) - VoteForA(judgements[0]);

        Task<ModelCall> CallAsync(Candidate a, Candidate b, int place) => judge.CallAsync(
            run, place, new Dictionary<string, string> { ["answer_a"] = TaskText.Answer(a), ["answer_b"] = TaskText.Answer(b) }, cancellationToken);
    }

    private static int VoteForA(Candidate judgement)
    {
        string? verdict = null;
        for (var match = Verdict().Match(judgement.Text); match.Success; match = match.NextMatch()) verdict = match.Groups[1].Value.ToUpperInvariant();
        return verdict switch { "A" => 1, "B" => -1, _ => 0 };
    }

    [GeneratedRegex(@"WINNER\**:[\s*]*(A|B|TIE)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Verdict();
}
