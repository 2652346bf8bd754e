namespace Gateway.Llama.Grammar;

/// <summary>What is known of a schema's rule besides its text: how its sentences begin, and which others it leads to.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Pointer">The schema's place.</param>
internal sealed record SchemaNode(string Rule, string Pointer)
{
    /// <summary>The kinds of JSON value that a sentence can be.</summary>
    public JsonKinds Kinds { get; init; }

    /// <summary>The rules of the values in it.</summary>
    public IReadOnlyList<string> Parts { get; init; } = [];

    /// <summary>The rules that it chooses between; empty where it is no choice.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The property that every object of it begins with; null where more than one may.</summary>
    public string? FirstProperty { get; init; }

    /// <summary>The compact JSON of all values that the first property can have; null where they cannot be counted.</summary>
    public IReadOnlySet<string>? FirstValues { get; init; }
}
