namespace Gateway.OpenAI;

/// <summary>
/// An endpoint's whole answer, as it came: the <c>RawRepresentation</c> of a response. Answers are written from it, so that fields which the
/// gateway does not know reach the client. <see cref="CompletionReader.Read"/> makes one again from <see cref="Json"/>.
/// </summary>
public sealed class WireCompletion
{
    /// <summary>The body, exactly as it came; for one of several samples in a body a body of its own.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>Never empty, in the endpoint's order.</summary>
    public required IReadOnlyList<WireChoice> Choices { get; init; }

    /// <summary>Null where the endpoint told none.</summary>
    public WireUsage? Usage { get; init; }

    /// <summary>Fields beside id, object, created, model, choices and usage.</summary>
    public IReadOnlyList<WireField> Others { get; init; } = [];
}
