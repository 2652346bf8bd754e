namespace Gateway.Policies;

/// <summary>What a call needs of its model that not every model has.</summary>
/// <param name="Key">The YAML key that asks for it.</param>
/// <param name="WhyNot">Why a model or policy does not have it; null where it does.</param>
public sealed record ModelNeed(string Key, Func<ModelCard, string?> WhyNot)
{
    /// <summary>The probability of every token of the vocabulary at each place, which only an engine in this process has. A policy may stand for such a model.</summary>
    public static ModelNeed EveryProbability(string key, string because) =>
        new(key, card => card.Backend == ModelBackend.Remote ? $"is a remote model, and {because}" : null);

    /// <summary>A vector and not an answer, which policies cannot give.</summary>
    public static ModelNeed Embedding(string key) =>
        new(key, static card => card.Backend == ModelBackend.Policy ? "is a policy, and policies make no embeddings; give a model" : null);

    /// <summary>Going on from a half-written answer (<see cref="IStepDecoder"/>).</summary>
    public static ModelNeed Steps(string key) => new(key, static card => card switch
    {
        { Backend: ModelBackend.Policy } => "is a policy, and only a model can go on from a half-written answer; name a model",
        { DecodesSteps: true } => null,
        { Backend: ModelBackend.Remote } => "is a remote model without prefix continuation; give a local model, or one whose endpoint can go on from the beginning of an answer and whose PrefixContinuation says how",
        _ => "is a local model that cannot go on from the middle of an answer (its state is not one cell for each token); give another model",
    });
}
