using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>best-of-n</c>.</summary>
[ExactlyOne("model", "models")]
public sealed record BestOfNOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostSamples = 1024;
    private const int SamplesOfOneModel = 5;

    [ModelName, Description("The model whose samples compete.")]
    public string? Model { get; init; }

    [ModelName, Description("The models whose samples compete.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Samples of each model: a number, or {name: number}, 1 to 1024 in all. Default: 5 with model, 1 each with models.")]
    public SampleCounts? N { get; init; }

    [Description("How the winner is chosen.")]
    public Selection Select { get; init; } = new MajoritySelection();

    /// <summary>Who is sampled and how often, in the order of the calls.</summary>
    internal IReadOnlyList<(string Model, int Samples)> Members => Model is not null
        ? [(Model, N?.Of(Model) ?? SamplesOfOneModel)]
        : [.. Models!.Select(model => (model, N?.Of(model) ?? 1))];

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        var members = Members;
        foreach (var stranger in N?.Names.Where(name => !members.Any(member => string.Equals(member.Model, name, StringComparison.OrdinalIgnoreCase))) ?? [])
            yield return ($"n.{stranger}", $"'{stranger}' is not sampled by this policy; legal are {string.Join(", ", members.Select(static member => member.Model))}");

        var total = members.Sum(static member => (long)member.Samples);
        if (Select is MajoritySelection { InForceNames: { } weighted })
        {
            foreach (var stranger in weighted.Where(name => !members.Any(member => string.Equals(member.Model, name, StringComparison.OrdinalIgnoreCase))))
                yield return ($"select.weights.{stranger}", $"'{stranger}' has a weight and is not sampled by this policy; legal are {string.Join(", ", members.Select(static member => member.Model))}");
        }

        if (Select is MajoritySelection { Profile.Profile: { } fitted } && purpose != ReadingPurpose.Fitting)
        {
            if (!string.Equals(fitted.Policy, Name, StringComparison.OrdinalIgnoreCase) || fitted.Kind != BestOfNPolicy.Kind)
                yield return ("select.profile", $"{fitted.File} was fitted for {fitted.Kind} {fitted.Policy}, not for {BestOfNPolicy.Kind} {Name}; fit this policy");
            else if (VoteWeights.Read(fitted.Fitted) is { } weights && members.FirstOrDefault(member => !weights.Names.Contains(member.Model, StringComparer.OrdinalIgnoreCase)).Model is { } unseen)
                yield return ("select.profile", $"{fitted.File} knows nothing of {unseen}: the policy has changed since; fit it again");
        }

        if (total > MostSamples) yield return ("n", $"{total} samples in all are not legal; give 1 to {MostSamples}");
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
        var members = options.Members;
        var samples = members.Select(member => new PlannedCalls(member.Model, member.Samples, member.Samples, member.Samples)
        {
            MaxOutputTokens = options.Sampling.MaxTokens,
            LocalBecause = options.Select.LocalBecause,
        });
        return new PolicyPlan([new PlannedStage("sample", options.Select.HowSampled, [.. samples]), .. options.Select.Plan(members[0].Model, members.Sum(static member => member.Samples))])
        {
            AsksSuiteGrader = options.Select.AsksSuiteGrader,
        };
    }

    /// <summary>One call for each sample. They share the prompt object, by which the engine knows calls that one request can draw.</summary>
    private List<ModelCall> Calls(Prompt request)
    {
        var prompt = options.Sampling.Over(request);
        // The server refuses several choices for this kind; a caller in process must not get n samples a call either.
        if (prompt.Options.ChoiceCount() != 1) prompt.Options.SetChoiceCount(1);
        options.Select.Ask(prompt.Options);
        return [.. options.Members.SelectMany(member => Enumerable.Range(0, member.Samples).Select(index => new ModelCall(member.Model, prompt) { SampleIndex = index }))];
    }
}
