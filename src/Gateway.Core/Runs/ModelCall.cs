namespace Gateway;

/// <summary>One sample to be drawn.</summary>
/// <param name="Model">A model's or a policy's name.</param>
/// <param name="Prompt">What it is asked.</param>
public sealed record ModelCall(string Model, Prompt Prompt)
{
    /// <summary>Which of several samples of the same prompt this is: part of the seed and of the candidate's identity.</summary>
    public int SampleIndex { get; init; }

    /// <summary>What the policy uses it for: <c>sample</c>, <c>judge</c>, <c>answer</c>...</summary>
    public string Role { get; init; } = "sample";
}
