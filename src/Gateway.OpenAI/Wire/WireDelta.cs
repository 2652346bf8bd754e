namespace Gateway.OpenAI;

/// <summary>
/// What one chunk of an endpoint's stream says about one choice: the <c>RawRepresentation</c> of an update. A chunk with several choices
/// gives as many; what belongs to the chunk as a whole is with the first.
/// </summary>
public sealed class WireDelta
{
    /// <summary>An update with nothing to pass on: its contents were in the deltas before it.</summary>
    internal static WireDelta Nothing { get; } = new() { HasChoice = true };

    /// <summary>Fields of the chunk beside id, object, created, model, choices and usage.</summary>
    public IReadOnlyList<WireField> ChunkFields { get; init; } = [];

    /// <summary>Null where the chunk told none.</summary>
    public WireUsage? Usage { get; init; }

    /// <summary>Fields of the choice beside index, delta, logprobs and finish_reason.</summary>
    public IReadOnlyList<WireField> ChoiceFields { get; init; } = [];

    /// <summary>The delta's fields, without the role and without those that are null.</summary>
    public IReadOnlyList<WireField> Delta { get; init; } = [];

    /// <summary>The choice's logprobs object; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Logprobs { get; init; }

    /// <summary>The chunk has a choice to which this belongs.</summary>
    internal bool HasChoice { get; init; }

    /// <summary>The delta says something; a role or an empty content alone does not.</summary>
    internal bool HasDelta { get; init; }
}
