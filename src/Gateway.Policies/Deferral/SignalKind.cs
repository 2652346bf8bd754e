namespace Gateway.Policies;

/// <summary>How sure a stage is of its answer, as a number: larger is surer.</summary>
public enum SignalKind
{
    /// <summary>The mean of the answer's token log probabilities.</summary>
    MeanLogprob,

    /// <summary>Their sum: the log probability of the whole answer.</summary>
    SumLogprob,

    /// <summary>The least sure token's.</summary>
    MinLogprob,

    /// <summary>A quantile of them.</summary>
    QuantileLogprob,

    /// <summary>Votes of the leading answer among the samples that hold one.</summary>
    VoteShare,

    /// <summary>1 - H / log2 k of the votes of k samples.</summary>
    VoteEntropy,

    /// <summary>What the model says itself, asked for a percentage.</summary>
    Verbalised,

    /// <summary>Another model's grade, 1 to 9.</summary>
    Judge,

    /// <summary>What a fitted model makes of what can be seen.</summary>
    Learned,
}

/// <summary>What a learned signal predicts.</summary>
public enum LearnedTarget
{
    /// <summary>The stage's answer is right.</summary>
    Correct,

    /// <summary>Half of one more than the stage's being right less the last stage's: 0.5 where asking on changes nothing.</summary>
    Difference,
}
