using System.ComponentModel;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>Options of the kinds that draw samples of one or several models at once.</summary>
[ExactlyOne("model", "models")]
public abstract record SampledOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostSamples = 1024;

    [ModelName, Description("The model whose samples compete.")]
    public string? Model { get; init; }

    [ModelName, Description("The models whose samples compete.")]
    public IReadOnlyList<string>? Models { get; init; }

    [Description("Samples of each model: a number, or {name: number}, 1 to 1024 in all. Default: 5 with model, 1 each with models.")]
    public SampleCounts? N { get; init; }

    /// <summary>Samples of a policy that names one model and no number.</summary>
    internal virtual int SamplesOfOneModel => 5;

    /// <summary>Who is sampled and how often, in the order of the calls.</summary>
    internal IReadOnlyList<(string Model, int Samples)> Members => Model is not null
        ? [(Model, N?.Of(Model) ?? SamplesOfOneModel)]
        : [.. Models!.Select(model => (model, N?.Of(model) ?? 1))];

    /// <summary>All samples together.</summary>
    internal int TotalSamples => Members.Sum(static member => member.Samples);

    /// <summary>The sampled names, as messages list them.</summary>
    internal string LegalNames => string.Join(", ", Members.Select(static member => member.Model));

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose) => Check(purpose);

    /// <inheritdoc cref="ICheckedOptions.Check"/>
    internal virtual IEnumerable<(string Key, string Message)> Check(ReadingPurpose purpose)
    {
        foreach (var stranger in Strangers(N?.Names ?? [])) yield return ($"n.{stranger}", $"'{stranger}' is not sampled by this policy; legal are {LegalNames}");
        var total = Members.Sum(static member => (long)member.Samples);
        if (total > MostSamples) yield return ("n", $"{total} samples in all are not legal; give 1 to {MostSamples}");
    }

    /// <summary>One call for each sample. They share the prompt object, by which the engine knows calls that one request can draw.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="ask">Asks for what the policy needs beside the text.</param>
    internal IReadOnlyList<ModelCall> Calls(Prompt request, Action<ChatOptions>? ask = null)
    {
        var prompt = Sampling.ForOneChoice(request);
        ask?.Invoke(prompt.Options);
        return [.. Members.SelectMany(member => SampleCalls.Of(member.Model, prompt, member.Samples))];
    }

    /// <summary>The samples of each model, for the explainer.</summary>
    internal IEnumerable<PlannedCalls> PlannedSamples() =>
        Members.Select(member => new PlannedCalls(member.Model, member.Samples, member.Samples, member.Samples) { MaxOutputTokens = Sampling.MaxTokens });

    /// <summary>Names that are not sampled.</summary>
    private protected IEnumerable<string> Strangers(IEnumerable<string> names) =>
        names.Where(name => !Members.Any(member => string.Equals(member.Model, name, StringComparison.OrdinalIgnoreCase)));
}
