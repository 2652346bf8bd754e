namespace Gateway.Policies;

/// <summary>
/// Votes of the leading answer by samples that hold one (Yue et al. 2023, arXiv 2310.03094). Cannot be told where fewer than two samples, or
/// fewer than half of them, hold one: one answer agrees with nobody.
/// </summary>
internal sealed class VoteShareSignal() : SeenSignal("vote-share")
{
    public override double? Of(StageView view) => Of(view.Answer);

    public static double? Of(StageAnswer answer) => IsEnough(answer.Answers, answer.Samples) ? (double)answer.Most / answer.Answers : null;

    /// <summary>So many answers say something about so many samples.</summary>
    public static bool IsEnough(int answers, int samples) => answers >= 2 && 2 * answers >= samples;

    /// <summary>The share is at least the threshold, compared as <see cref="Of(StageAnswer)"/> gives it.</summary>
    public static bool Reaches(int votes, int answers, double threshold) => (double)votes / answers >= threshold;
}

/// <summary>1 - H / log2 k of the votes of k samples that hold an answer: 1 where all agree, 0 where no two do. When it cannot be told is as for the share.</summary>
internal sealed class VoteEntropySignal() : SeenSignal("vote-entropy")
{
    public override double? Of(StageView view) => Of(view.Answer);

    public static double? Of(StageAnswer answer)
    {
        if (!VoteShareSignal.IsEnough(answer.Answers, answer.Samples)) return null;
        double k = answer.Answers;
        var entropy = answer.Votes.Sum(votes => votes / k * Math.Log2(k / votes));
        return 1 - entropy / Math.Log2(k);
    }
}
