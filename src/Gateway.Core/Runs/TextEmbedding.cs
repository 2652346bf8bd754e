namespace Gateway;

/// <summary>The outcome of embedding a text: a vector, or the reason why there is none.</summary>
/// <param name="Vector">The vector, as the model gave it; null with a fault.</param>
/// <param name="Fault">The reason why there is no vector; null with one.</param>
public sealed record TextEmbedding(IReadOnlyList<float>? Vector, ModelFault? Fault);
