namespace Gateway.Policies;

/// <summary>What a stage says.</summary>
/// <param name="Winner">The answer: the first finished sample that holds the leading answer; the first finished one where none holds any.</param>
/// <param name="Key">What it votes for; null where it holds no answer.</param>
/// <param name="Votes">How many samples say what, each distinct answer in the order in which it comes first.</param>
/// <param name="Samples">How many were asked for.</param>
internal sealed record StageAnswer(Candidate Winner, AnswerKey? Key, IReadOnlyList<int> Votes, int Samples)
{
    /// <summary>Samples that hold an answer.</summary>
    public int Answers => Votes.Sum();

    /// <summary>Votes of the leading answer.</summary>
    public int Most => Votes.Count > 0 ? Votes.Max() : 0;
}

/// <summary>A stage's answer with what was asked and what the stages before said.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Answer">The stage's answer.</param>
/// <param name="Earlier">The stages before, with what their answers vote for; null where they have none.</param>
internal sealed record StageView(Prompt Request, StageAnswer Answer, IReadOnlyList<(string Stage, AnswerKey? Key)> Earlier);
