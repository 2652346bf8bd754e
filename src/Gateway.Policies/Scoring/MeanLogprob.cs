using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>The mean of an answer's token log probabilities: how likely the model found its own words.</summary>
internal sealed class MeanLogprob : ICandidateScorer
{
    public string Name => "mean-logprob";

    /// <summary>Null where the endpoint gave no log probabilities.</summary>
    public static double? Of(Candidate candidate) => candidate.Logprobs is { Count: > 0 } tokens ? tokens.Average(static token => token.Logprob) : null;

    public ValueTask<IReadOnlyList<double>> ScoreAsync(PolicyRun run, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<double>>([.. candidates.Select(static candidate => Of(candidate) ?? double.NegativeInfinity)]);
}

/// <summary><c>select: mean-logprob</c>.</summary>
public sealed record MeanLogprobSelection : ScoringSelection
{
    internal override ICandidateScorer CreateScorer(SampledOptions options) => new MeanLogprob();

    internal override void Ask(ChatOptions options) => options.WantLogprobs();
}
