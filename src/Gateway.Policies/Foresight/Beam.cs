using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>A beginning of the answer, step by step.</summary>
/// <param name="Sequence">Goes on from it.</param>
/// <param name="Steps">The texts of its steps.</param>
internal sealed record Beam(RunSequence Sequence, IReadOnlyList<string> Steps)
{
    /// <summary>The call that made the last step.</summary>
    public int SampleIndex { get; init; } = -1;

    /// <summary>Tokens of all steps.</summary>
    public int Tokens { get; init; }

    /// <summary>The mean log probability of the last step's tokens.</summary>
    public double Likelihood { get; init; }

    /// <summary>F of the last step: the mean log probability of what was seen ahead of it; 0 before the first step.</summary>
    public double Value { get; init; }

    /// <summary>Why the answer has ended; null where it can go on.</summary>
    public ChatFinishReason? Finish { get; init; }

    /// <summary>The answer as it was seen ahead of the last step; null where nobody looked.</summary>
    public WholeText? Ahead { get; init; }

    public bool Ended => Finish is not null;

    public string Text => string.Concat(Steps);

    public string LastStep => Steps.Count > 0 ? Steps[^1] : "";
}

/// <summary>An answer to its end.</summary>
/// <param name="Text">All that the model wrote.</param>
/// <param name="Finish">Why it ended: <see cref="ChatFinishReason.Stop"/>, or <see cref="ChatFinishReason.Length"/> where it was cut.</param>
internal sealed record WholeText(string Text, ChatFinishReason Finish);
