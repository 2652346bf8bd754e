using System.ComponentModel;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>direct</c>.</summary>
public sealed record DirectOptions : AnsweringOptions
{
    [ModelName, Description("The model that answers.")]
    public required string Model { get; init; }
}

/// <summary>Asks one model and passes its answer on as it comes.</summary>
[Policy("direct", ManyAnswers = true)]
[Description("One call of one model; its answer as it comes.")]
public sealed class DirectPolicy(DirectOptions options) : IPlannedPolicy
{
    private const string Role = "answer";

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // A definition without a file is a model asked by its own name: what the client left unset stays unset.
        var prompt = run.Definition.Hash.Length == 0 ? run.Prompt : options.Sampling.Over(run.Prompt);
        var choices = prompt.Options.ChoiceCount();
        var answer = choices == 1 || run.Card(options.Model)?.Backend == ModelBackend.Remote
            ? run.StreamAsync(new ModelCall(options.Model, prompt) { Role = Role }, cancellationToken)
            : SampleAsync(run, prompt, choices, cancellationToken);
        await foreach (var update in answer) yield return update;
    }

    PolicyPlan IPlannedPolicy.Plan() => new(
    [
        new PlannedStage(Role, "the answer itself, as it comes", [new PlannedCalls(options.Model, 1, 1, 1) { MaxOutputTokens = options.Sampling.MaxTokens }]),
    ]);

    /// <summary>Several choices of a model that takes one sample a call. A client that asked for n choices cannot use fewer, so one fault fails all.</summary>
    private async IAsyncEnumerable<ChatResponseUpdate> SampleAsync(
        PolicyRun run, Prompt prompt, int choices, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var single = prompt with { Options = prompt.Options.Clone() };
        single.Options.SetChoiceCount(1);
        var calls = Enumerable.Range(0, choices).Select(index => new ModelCall(options.Model, single) { Role = Role, SampleIndex = index }).ToArray();
        var samples = new Candidate[choices];
        await foreach (var sample in run.CallManyAsync(calls, cancellationToken))
        {
            if (!sample.Ok) throw new NoCandidateException([sample]);
            samples[sample.Call.SampleIndex] = sample;
        }

        await foreach (var update in run.DeliverChoices(samples)) yield return update;
    }
}
