using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>phi-decoding</c>. The names in brackets are the paper's.</summary>
public sealed record PhiDecodingOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostRollouts = 1024;

    [ModelName, Description("The model that writes: a local one, or a remote one with PrefixContinuation.")]
    public required string Model { get; init; }

    [Range(1, 64), Description("Beginnings of the answer that are kept after each step (M).")]
    public int Beam { get; init; } = 4;

    [Range(1, 64), Description("Next steps that are drawn for each of them (N).")]
    public int Rollouts { get; init; } = 4;

    [Range(1, 256), Description("The most steps before the answer is completed (T).")]
    public int MaxSteps { get; init; } = 8;

    [Range(1, 256), Description("Steps that are made before agreement may stop the search.")]
    public int MinSteps { get; init; } = 4;

    [Range(1, 64), Description("Clusters of the completions looked ahead (K); 1: no alignment.")]
    public int Clusters { get; init; } = 3;

    [Range(0.0, double.PositiveInfinity), Description("Steps less likely than the mean by more than so many standard deviations are pruned; from 32 on none is so far below it.")]
    public double WidthSigma { get; init; } = 1.0;

    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("The share of the completions in one cluster that stops the search (delta).")]
    public double DepthThreshold { get; init; } = 0.7;

    [Range(0.0, double.PositiveInfinity, MinimumIsExclusive = true), Description("The temperature of every choice among steps and answers (tau).")]
    public double Tau { get; init; } = 0.6;

    [Range(0, 1_000_000), Description("How many tokens are looked ahead; 0: no foresight.")]
    public int ForesightTokens { get; init; } = 1024;

    [Verbatim, Description("The text that ends a step.")]
    public string StepStop { get; init; } = "\n";

    [Verbatim, Description("The words with which every answer begins.")]
    public string Prefix { get; init; } = "";

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (StepStop.Length == 0) yield return ("step_stop", "is empty; give the text that ends a step");
        if (Beam * Rollouts > MostRollouts) yield return ("rollouts", $"{Beam} x {Rollouts} rollouts a step are not legal; give {MostRollouts} at most");
        if (Sampling.TopK is not null) yield return ("sampling.top_k", Unused);
        if (Sampling.PresencePenalty is not null) yield return ("sampling.presence_penalty", Unused);
        if (Sampling.FrequencyPenalty is not null) yield return ("sampling.frequency_penalty", Unused);
    }

    private const string Unused = "steps are drawn by temperature, top_p and max_tokens alone; leave it out";
}

/// <summary>
/// phi-Decoding (Xu et al. 2025, arXiv 2503.13288): draws several next steps, looks ahead from each to the end of the answer, and goes on with
/// steps whose future is likely and agrees with the others' futures.
/// </summary>
[Policy("phi-decoding")]
[Description("Writes the answer step by step; looks ahead from several next steps and goes on with those that lead to likely, agreeing ends.")]
public sealed class PhiDecodingPolicy(PhiDecodingOptions options) : IPlannedPolicy
{
    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = options.Sampling.ForOneChoice(run.Prompt);
        if (WhyWhole(prompt.Options) is { } why)
        {
            run.Note(new Decided("plain", why));
            await foreach (var update in run.StreamAsync(new ModelCall(options.Model, prompt) { Role = Rollouts.Answer }, cancellationToken)) yield return update;
            yield break;
        }

        // Whatever way this ends, disposing what was opened disposes every fork of it.
        await using var opened = await run.OpenStepsAsync(options.Model, prompt, options.Prefix, cancellationToken);
        var search = new PhiSearch(options, run, new Rollouts(prompt.Options, options));
        var committed = new CommittedText(options.Prefix, prompt.Options.StopSequences);
        var beams = PhiSearch.Start(opened, options.Beam);
        while (await search.StepAsync(beams, cancellationToken) is { } survivors)
        {
            beams = survivors;
            if (committed.Advance(beams) is { Length: > 0 } text) yield return opened.Deliver(text);
            if (search.IsOver) break;
        }

        var answer = await search.CompleteAsync(beams, cancellationToken);
        yield return opened.Deliver(committed.Rest(answer.Text), answer.Finish);
    }

    PolicyPlan IPlannedPolicy.Plan()
    {
        var width = options.Beam * options.Rollouts;
        var usual = (Math.Min(options.MinSteps, options.MaxSteps) + options.MaxSteps) / 2.0;
        return new PolicyPlan(
        [
            Stage(Rollouts.Step, "the next steps of every beam, at once; after each round again", width, usual * width, options.MaxSteps * width, Rollouts.LongestStep),
            Stage(Rollouts.Foresight, "after each round of steps, each that is not pruned looks ahead", 0, usual * width, options.ForesightTokens > 0 ? options.MaxSteps * width : 0, options.ForesightTokens),
            Stage(Rollouts.Answer, "every beam is completed, at once; one of the answers is chosen", 0, options.Beam, options.Beam, options.Sampling.MaxTokens),
        ]);
    }

    private PlannedStage Stage(string role, string how, int least, double expected, int most, int? tokens) => new(role, how,
    [
        new PlannedCalls(options.Model, least, Math.Min(expected, most), most) { MaxOutputTokens = tokens ?? options.Sampling.MaxTokens, Needs = ModelNeed.Steps("model") },
    ]);

    /// <summary>Why the request cannot be answered step by step; null where it can.</summary>
    private static string? WhyWhole(ChatOptions request) =>
        request.Tools is { Count: > 0 } ? "the request brings tools, and a tool call has no steps: one plain call"
        : request.ResponseFormat is ChatResponseFormatJson ? "the request asks for JSON, which has no steps: one plain call"
        : null;
}
