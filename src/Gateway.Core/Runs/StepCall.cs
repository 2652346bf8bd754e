namespace Gateway;

/// <summary>One step of an answer, to be made within a run.</summary>
/// <param name="Role">What the policy uses it for: <c>step</c>, <c>foresight</c>, <c>answer</c>...</param>
/// <param name="Index">Part of its seed and of its identity in the record: no two steps of a run have the same.</param>
public readonly record struct StepCall(string Role, int Index)
{
    /// <summary>The most tokens; null: as many as the model and the budget have room for.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Texts at whose end the step ends; they are part of it.</summary>
    public IReadOnlyList<string> StopAt { get; init; } = [];

    /// <summary>How many steps like this one are still to be made, this one included: each gets its share of what is left of the budget.</summary>
    public int Planned { get; init; } = 1;
}
