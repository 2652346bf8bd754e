using System.ComponentModel;

namespace Gateway.Policies;

/// <summary><c>select: majority</c>.</summary>
public sealed record MajoritySelection : Selection, ICheckedOptions
{
    [Description("How much a sample of each model counts: {model: weight}, 0 to 1000. Models that are not named count 1.")]
    public VoteWeights? Weights { get; init; }

    [Description("Weights that were fitted, in a file beside this one.")]
    public ProfileReference? Profile { get; init; }

    internal override string HowSampled => "all at once; what is left is cancelled when the vote is certain";

    /// <summary>The weights in force: those given, those fitted, or 1 for all.</summary>
    internal VoteWeights InForce => Weights ?? (Profile?.Profile is { } profile ? VoteWeights.Read(profile.Fitted) : null) ?? VoteWeights.Equal;

    /// <summary>The models that weights were given for.</summary>
    internal IReadOnlyCollection<string>? InForceNames => Weights?.Names;

    internal override ISelector CreateSelector(SampledOptions options) => new MajoritySelector(options.Answer, InForce);

    IEnumerable<(string Key, string Message)> ICheckedOptions.Check(ReadingPurpose purpose)
    {
        if (Weights is not null && Profile is not null) yield return ("profile", "weights and profile exclude each other; give one of them");

        // What is about to be fitted anew may be without them now.
        if (purpose != ReadingPurpose.Fitting && Profile?.Profile is { } fitted && VoteWeights.Read(fitted.Fitted) is null) yield return ("profile", $"{fitted.File} holds no weights; fit the policy again");
    }
}
