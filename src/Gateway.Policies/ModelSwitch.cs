using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>model-switch</c>.</summary>
public sealed record ModelSwitchOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostSamples = 1024;

    [ModelName, Description("The models, the first to be asked first: the strongest, or the cheapest that is good.")]
    public required IReadOnlyList<string> Models { get; init; }

    [Range(1, MostSamples), Description("Samples of each model that is asked; at most 1024 of all models together.")]
    public int Samples { get; init; } = 5;

    [Range(0.0, 2.0), Description("The share of the most frequent answer among a model's answers at which no further model is asked. 1: unanimous. 0: the first model that answers. Above 1: all models are asked.")]
    public double Threshold { get; init; } = 1;

    [Description("How much each model's votes count, beside what its own agreement gives them: {model: weight}, 0 to 1000. Models that are not named count 1.")]
    public VoteWeights Weights { get; init; } = VoteWeights.Equal;

    [Description("sequential: the next model is asked when this one is sure to be inconsistent. speculative: already when half of its samples are there.")]
    public SwitchMode Mode { get; init; }

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        foreach (var stranger in Weights.Names.Where(name => !Models.Contains(name, StringComparer.OrdinalIgnoreCase)))
            yield return ($"weights.{stranger}", $"'{stranger}' has a weight and is not asked by this policy; legal are {string.Join(", ", Models)}");
        if (Models.All(model => Weights.Of(model) == 0)) yield return ("weights", "all weights are 0, so that no answer could win; give at least one model a weight above 0");
        if ((long)Models.Count * Samples > MostSamples) yield return ("samples", $"{Models.Count} models with {Samples} samples each are {(long)Models.Count * Samples}; at most {MostSamples} samples in all are legal");
    }
}

/// <summary>When the next model is asked.</summary>
public enum SwitchMode
{
    Sequential,
    Speculative,
}

/// <summary>
/// ModelSwitch (Chen et al. 2025, arXiv 2504.00762): asks one model several times, and only if its answers disagree the next; all answers then
/// vote, a model's own agreement being part of its weight.
/// </summary>
[Policy("model-switch")]
[Description("Several samples of the first model; while a model disagrees with itself, of the next one too. All vote.")]
public sealed class ModelSwitchPolicy(ModelSwitchOptions options) : IPlannedPolicy
{
    private readonly ModelSwitchSelector _selector = new(options.Models, options.Samples, options.Threshold, options.Weights, options.Mode, options.Answer);

    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var winner = await _selector.SelectAsync(run, options.Sampling.ForOneChoice(run.Prompt), cancellationToken);
        await foreach (var update in run.Deliver(winner)) yield return update;
    }

    PolicyPlan IPlannedPolicy.Plan() => new(_selector.Plan(options.Sampling.MaxTokens));
}
