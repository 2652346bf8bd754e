using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Gateway.Policies;

/// <summary>Options of the kind <c>avengers</c>.</summary>
public sealed record AvengersOptions : AnsweringOptions, ICheckedOptions
{
    private const int MostSamples = 1024;

    [ModelName, Description("The models that are chosen from. Of equally good ones the one named first is taken.")]
    public required IReadOnlyList<string> Models { get; init; }

    [ModelName(OrWord = RoutingProfile.LexicalWord), Description("Who makes the tasks' vectors: lexical (the words of the task; needs no model), or a model with embeddings.")]
    public string Embedder { get; init; } = RoutingProfile.LexicalWord;

    [OwnProfile, Description("What was learned, in a file beside this one. Default: NAME.profile.json.")]
    public ProfileReference? Profile { get; init; }

    [Range(1, 1024), Description("Groups of like tasks to learn.")]
    public int Clusters { get; init; } = 64;

    [Range(1, 1024), Description("The nearest groups that have a say.")]
    public int TopClusters { get; init; } = 1;

    [Range(0d, double.PositiveInfinity), Description("How much more a nearer group says: weights are softmax(-beta * distance). 0: all the same.")]
    public double Beta { get; init; } = 9;

    [Range(0d, 1d), Description("What models are ranked by: 1 accuracy alone, 0 cost alone.")]
    public double Alpha { get; init; } = 1;

    [Range(0d, double.PositiveInfinity), Description("A model's accuracy in a group counts as if so many more answers there had been as good as its answers everywhere.")]
    public double Shrinkage { get; init; } = 5;

    [Description("What is done with the ranking.")]
    public AvengersUse Use { get; init; } = new();

    internal bool IsLexical => Embedder == RoutingProfile.LexicalWord;

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (TopClusters > Clusters) yield return ("top_clusters", $"{TopClusters} is more than clusters, {Clusters}; give 1 to {Clusters}");
        if (Use.Top > Models.Count) yield return ("use.top", $"{Use.Top} is more than there are models, {Models.Count}; give 1 to {Models.Count}");
        if ((long)Use.Top * Use.Samples > MostSamples) yield return ("use.samples", $"{(long)Use.Top * Use.Samples} samples in all are not legal; give 1 to {MostSamples}");
        if (purpose != ReadingPurpose.Fitting && Profile?.Profile is { } fitted && Mismatch(fitted) is { } mismatch) yield return ("profile", mismatch);
    }

    /// <summary>Why what was learned is not for these options; null where it is.</summary>
    private string? Mismatch(FittedProfile fitted)
    {
        var changed = RoutingProfileReader.Read(fitted.Fitted, out var reason) is not { } learned ? reason
            : learned.Embedder != Embedder && !(learned.Lexical is null && string.Equals(learned.Embedder, Embedder, StringComparison.OrdinalIgnoreCase)) ? $"it was learned with the embedder {learned.Embedder}, not with {Embedder}"
            : learned.Clusters != Clusters ? $"it was learned with {learned.Clusters} clusters, not with {Clusters}"
            : Models.FirstOrDefault(model => !Knows(learned, model)) is { } unseen ? $"it knows no answer of {unseen}"
            : null;
        return changed is null ? null : $"{fitted.File} cannot be used: {changed}; fit the policy again";
    }

    private static bool Knows(RoutingProfile learned, string model)
    {
        var place = learned.Models.ToList().FindIndex(name => string.Equals(name, model, StringComparison.OrdinalIgnoreCase));
        return place >= 0 && learned.Groups.Any(group => group.Tallies[place].Count > 0);
    }
}

/// <summary>What an <c>avengers</c> policy does with its ranking.</summary>
[NestedOptions]
public sealed record AvengersUse : ICheckedOptions
{
    [Range(1, 1024), Description("How many models of the ranking are asked.")]
    public int Top { get; init; } = 1;

    [Description("single: the best model answers, as it comes. vote: the best models vote. model-switch: the next best is asked only while one disagrees with itself.")]
    public AvengersUseBy By { get; init; } = AvengersUseBy.Single;

    [Range(1, 1024), Description("Samples of each model that is asked.")]
    public int Samples { get; init; } = 1;

    /// <summary>The switch over some models: unanimous ones decide alone.</summary>
    internal ModelSwitchSelector Switch(IReadOnlyList<string> models, IAnswerExtractor extractor) => new(models, Samples, threshold: 1, VoteWeights.Equal, SwitchMode.Sequential, extractor);

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (By == AvengersUseBy.ModelSwitch && Samples < 2) yield return ("samples", "model-switch goes by whether a model's samples agree; give 2 or more");
        if (By != AvengersUseBy.Single) yield break;
        if (Top != 1) yield return ("top", $"{Top} is not legal with by: single, which asks one model; give 1, or by: vote");
        if (Samples != 1) yield return ("samples", $"{Samples} is not legal with by: single, which draws one sample; give 1, or by: vote");
    }
}

/// <summary>How the models that were chosen give one answer.</summary>
public enum AvengersUseBy
{
    /// <summary>The best model answers.</summary>
#pragma warning disable CA1720 // The word of the YAML, which has nothing to do with the type.
    Single,
#pragma warning restore CA1720

    /// <summary>The best models' samples vote.</summary>
    Vote,

    /// <summary>The best model's samples; while they disagree, the next one's too.</summary>
    ModelSwitch,
}
