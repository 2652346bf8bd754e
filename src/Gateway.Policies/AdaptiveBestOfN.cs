using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>adaptive-best-of-n</c>.</summary>
[ExactlyOne("model", "models")]
public sealed record AdaptiveBestOfNOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostSamples = 1024;

    [ModelName, Description("The model that is sampled.")]
    public string? Model { get; init; }

    [ModelName, Description("The models that are sampled, by turns.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("How the winner is chosen: majority or verifier, which can tell before the last sample that it is found.")]
    public Selection Select { get; init; } = new MajoritySelection();

    [Range(1, MostSamples), Description("Samples that every request gets.")]
    public int MinN { get; init; } = 1;

    [Range(1, MostSamples), Description("Samples that no request exceeds.")]
    public int MaxN { get; init; } = 16;

    [Range(1.0, (double)MostSamples), Description("Samples of a request on average over requests: what easy ones leave, hard ones may use. Without it each may use max_n.")]
    public double? MeanN { get; init; }

    [Range(0.5, 1.0), Description("For votes: no further sample is drawn once the leading answer is, with this probability, the one that most samples would give.")]
    public double Confidence { get; init; } = 0.95;

    [Description("What fit learned, in a file beside this one: how hard a request is by its first min_n samples, and how many more that deserves. Needs mean_n.")]
    public ProfileReference? Profile { get; init; }

    /// <summary>Who is sampled, in turn.</summary>
    internal IReadOnlyList<string> Members => Models ?? [Model!];

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (Select is not (MajoritySelection or VerifierSelection)) yield return ("select", "this way to choose needs all samples before it can tell anything; legal here are majority, {by: verifier, ...}");
        if (Select is MajoritySelection { InForceNames: not null } or MajoritySelection { Profile: not null }) yield return ("select", "weighted votes have no probability that their leader wins; give majority without weights and profile");
        if (MinN > MaxN) yield return ("min_n", $"{MinN} is more than max_n, which is {MaxN}; give 1 to {MaxN}");
        if (MeanN is { } mean && (mean < MinN || mean > MaxN)) yield return ("mean_n", FormattableString.Invariant($"{mean} does not lie between min_n and max_n; give {MinN} to {MaxN}"));
        if (Profile is not null && MeanN is null) yield return ("profile", "what is fitted is how to share mean_n among requests; give mean_n too");
        if (purpose == ReadingPurpose.Fitting || Profile?.Profile is not { } fitted) yield break;
        if (AllocationProfile.Read(fitted.Fitted) is not { } learned) yield return ("profile", $"{fitted.File} holds no allocation of samples; fit the policy again");
        else if (!learned.Models.SequenceEqual(Members, StringComparer.OrdinalIgnoreCase) || learned.MinN != MinN || learned.Bins.Max(static bin => bin.Samples) > MaxN)
            yield return ("profile", $"{fitted.File} was fitted for other models, another min_n or a larger max_n; fit the policy again");
    }
}

/// <summary>
/// Draws samples until it is sure enough of the answer: easy requests get few, hard ones many. After Damani et al. 2024, <i>Learning How Hard to
/// Think: Input-Adaptive Allocation of LM Computation</i> (arXiv 2410.04707); the stopping rule for votes is that of Aggarwal et al. 2023,
/// <i>Let's Sample Step by Step</i> (arXiv 2305.11860).
/// </summary>
[Policy("adaptive-best-of-n")]
[Description("As many samples as it takes to be sure of the answer, within limits and, on average, within a budget.")]
public sealed class AdaptiveBestOfNPolicy(AdaptiveBestOfNOptions options) : IPlannedPolicy, IFittablePolicy
{
    private readonly AllocationProfile? _profile = options.Profile?.Profile is { } fitted ? AllocationProfile.Read(fitted.Fitted) : null;
    private readonly SampleBucket? _bucket = options.MeanN is { } mean ? new SampleBucket(mean) : null;

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var draws = new AdaptiveDraws(run, options.Sampling.ForOneChoice(run.Prompt), options.Members, options.MinN, options.MaxN, _bucket);
        var winner = options.Select is VerifierSelection verifier
            ? await new AdaptiveVerification(verifier, options.Answer, _profile).SelectAsync(run, draws, cancellationToken)
            : await new AdaptiveVote(options.Answer, options.Confidence, _profile).SelectAsync(run, draws, cancellationToken);
        await foreach (var update in run.Deliver(winner)) yield return update;
    }

    ProfileReference? IFittablePolicy.Profile => options.Profile;

    IFitter? IFittablePolicy.Fitter => options.Profile is null ? null : new AllocationFitter(options);

    PolicyPlan IPlannedPolicy.Plan()
    {
        var most = options.Members.Count;
        var expected = options.MeanN ?? (options.MinN + options.MaxN) / 2.0;
        var how = options.MeanN is null ? "in rounds, until one answer is sure; expected: half way between min_n and max_n" : "in rounds, until one answer is sure; expected: mean_n";
        return new PolicyPlan(
        [
            new PlannedStage("sample", how,
            [
                .. options.Members.Select((model, place) => new PlannedCalls(model, Share(options.MinN, place), expected / most, Share(options.MaxN, place)) { MaxOutputTokens = options.Sampling.MaxTokens }),
            ]),
        ])
        {
            AsksSuiteGrader = options.Select.AsksSuiteGrader,
        };

        int Share(int samples, int place) => samples / most + (place < samples % most ? 1 : 0);
    }
}
