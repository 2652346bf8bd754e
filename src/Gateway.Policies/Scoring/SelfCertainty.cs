using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>How far a model's token distributions are from uniform over its answer: <see cref="Confidence.SelfCertainty"/>.</summary>
internal sealed class SelfCertainty : ICandidateScorer
{
    public string Name => "self-certainty";

    public ValueTask<IReadOnlyList<double>> ScoreAsync(PolicyRun run, IReadOnlyList<Candidate> candidates, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<double>>([.. candidates.Select(static candidate => candidate.Response!.SelfCertainty() ?? double.NegativeInfinity)]);
}

/// <summary><c>select: self-certainty</c>.</summary>
public sealed record SelfCertaintySelection : ScoringSelection
{
    internal override ModelNeed Needs => ModelNeed.EveryProbability("select", "self-certainty needs the probability of every token of the vocabulary, which endpoints do not give");

    internal override ICandidateScorer CreateScorer(SampledOptions options) => new SelfCertainty();

    internal override void Ask(ChatOptions options) => options.WantSelfCertainty();
}
