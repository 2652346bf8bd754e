namespace Gateway.Evals.Grading.Mathematics;

internal enum AnswerKind
{
    /// <summary>One expression, or words.</summary>
    Single,

    /// <summary>Answers side by side, or in set braces: their order does not count.</summary>
    Collection,

    /// <summary>A tuple, a point or an interval.</summary>
    Sequence,
    Union,
    Matrix,

    /// <summary>Sides with equals signs or comparisons between them.</summary>
    Relation,
}
