using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>best-of-n</c>.</summary>
public sealed record BestOfNOptions : SampledOptions
{
    [Description("How the winner is chosen.")]
    public Selection Select { get; init; } = new MajoritySelection();

    internal override IEnumerable<(string Key, string Message)> Check(ReadingPurpose purpose)
    {
        if (Select is MajoritySelection { InForceNames: { } weighted })
        {
            foreach (var stranger in Strangers(weighted)) yield return ($"select.weights.{stranger}", $"'{stranger}' has a weight and is not sampled by this policy; legal are {LegalNames}");
        }

        if (Select is MajoritySelection { Profile.Profile: { } fitted } && purpose != ReadingPurpose.Fitting
            && VoteWeights.Read(fitted.Fitted) is { } weights && Members.FirstOrDefault(member => !weights.Names.Contains(member.Model, StringComparer.OrdinalIgnoreCase)).Model is { } unseen)
        {
            yield return ("select.profile", $"{fitted.File} knows nothing of {unseen}: the policy has changed since; fit it again");
        }

        foreach (var problem in base.Check(purpose)) yield return problem;
    }
}

/// <summary>Draws several samples and gives the one that wins: by votes, by a judge, by the models' own confidence or by a verifier.</summary>
[Policy(Kind)]
[Description("Several samples of one or more models; the one that wins is the answer.")]
public sealed class BestOfNPolicy(BestOfNOptions options) : IPlannedPolicy, IFittablePolicy
{
    internal const string Kind = "best-of-n";

    private readonly ISelector _selector = options.Select.CreateSelector(options);

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var winner = await _selector.SelectAsync(run, Calls(run.Prompt), cancellationToken);
        await foreach (var update in run.Deliver(winner)) yield return update;
    }

    ProfileReference? IFittablePolicy.Profile => (options.Select as MajoritySelection)?.Profile;

    IFitter? IFittablePolicy.Fitter => options.Select is MajoritySelection { Profile: not null } ? new VoteWeightFitter(options, Calls) : null;

    PolicyPlan IPlannedPolicy.Plan()
    {
        PlannedCalls[] samples = [.. options.PlannedSamples().Select(calls => calls with { Needs = options.Select.Needs })];
        return new PolicyPlan([new PlannedStage("sample", options.Select.HowSampled, samples), .. options.Select.Plan(samples[0].Model, options.TotalSamples)])
        {
            AsksSuiteGrader = options.Select.AsksSuiteGrader,
        };
    }

    private IReadOnlyList<ModelCall> Calls(Prompt request) => options.Calls(request, options.Select.Ask);
}
