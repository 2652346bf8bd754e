using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// Fits how much each model's samples count in a vote: integers from 1 to 4, as ModelSwitch searches its external weights (arXiv 2504.00762),
/// but one model at a time until nothing gains, since all combinations of ten models are too many.
/// </summary>
internal sealed class VoteWeightFitter(BestOfNOptions options, Func<Prompt, IReadOnlyList<ModelCall>> calls) : IFitter
{
    private const int Largest = 4;
    private readonly string[] _models = [.. options.Members.Select(static member => member.Model)];

    public async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken) => new(await run.AllAsync(calls(run.Prompt), cancellationToken), []);

    public JsonObject Untrained() => Json([.. Enumerable.Repeat(1, _models.Length)]);

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed)
    {
        var ballots = items.Select(BallotsOf).ToArray();
        var weights = Enumerable.Repeat(1, _models.Length).ToArray();
        var right = Right(ballots, weights);
        for (var gained = true; gained;)
        {
            gained = false;
            for (var model = 0; model < weights.Length; model++)
            {
                var before = weights[model];
                var best = before;
                for (var weight = 1; weight <= Largest; weight++)
                {
                    weights[model] = weight;
                    if (Right(ballots, weights) is var now && now <= right) continue;
                    (right, best, gained) = (now, weight, true);
                }

                weights[model] = best;
            }
        }

        return Json(weights);
    }

    public FittingOutcome? Deliver(JsonObject fitted, FittingItem item) =>
        Winner(fitted, item) is { } winner ? new FittingOutcome(winner.Correct, item.Candidates.Sum(static one => one.Candidate.Spend.Cost)) : null;

    /// <summary>The candidate that would be delivered.</summary>
    internal FittingCandidate? Winner(JsonObject fitted, FittingItem item)
    {
        var weights = VoteWeights.Read(fitted)!;
        var tally = new VoteTally([.. item.Candidates.Select(one => weights.Of(one.Candidate.Call.Model))]);
        for (var i = 0; i < item.Candidates.Count; i++) tally.Add(i, Key(item.Candidates[i]));
        if (tally.Leader is { } winner) return item.Candidates.First(one => Key(one) == winner);
        return item.Candidates is [var first, ..] ? first : null;
    }

    private AnswerKey? Key(FittingCandidate candidate) => AnswerKey.Of(candidate.Candidate, options.Answer);

    private JsonObject Json(int[] weights) => new VoteWeights(_models.Zip(weights).ToDictionary(static pair => pair.First, static pair => (decimal)pair.Second)).ToJson();

    /// <summary>Each different answer with its votes by model, in the order in which they come first; without any, the first sample alone.</summary>
    private Ballot[] BallotsOf(FittingItem item)
    {
        var ballots = new Dictionary<AnswerKey, Ballot>();
        foreach (var candidate in item.Candidates)
        {
            if (Key(candidate) is not { } key) continue;
            if (!ballots.TryGetValue(key, out var ballot)) ballots[key] = ballot = new Ballot(new int[_models.Length], candidate.Correct);
            ballot.Votes[Array.FindIndex(_models, model => string.Equals(model, candidate.Candidate.Call.Model, StringComparison.OrdinalIgnoreCase))]++;
        }

        return ballots.Count > 0 ? [.. ballots.Values] : [.. item.Candidates.Take(1).Select(first => new Ballot(new int[_models.Length], first.Correct))];
    }

    private static int Right(Ballot[][] items, int[] weights) => items.Count(ballots => Winner(ballots, weights) is { Correct: true });

    private static Ballot? Winner(Ballot[] ballots, int[] weights)
    {
        Ballot? best = null;
        var most = -1;
        foreach (var ballot in ballots)
        {
            var votes = 0;
            for (var i = 0; i < weights.Length; i++) votes += weights[i] * ballot.Votes[i];
            if (votes <= most) continue;
            (best, most) = (ballot, votes);
        }

        return best;
    }

    private sealed record Ballot(int[] Votes, bool Correct);
}
