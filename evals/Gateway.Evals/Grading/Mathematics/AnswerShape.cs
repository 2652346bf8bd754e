namespace Gateway.Evals.Grading.Mathematics;

/// <summary>What an answer is made of.</summary>
/// <param name="Kind">How its parts belong together.</param>
/// <param name="Mark">What equal ones share beside their parts: the brackets of an interval, the signs of a relation.</param>
/// <param name="Parts">None of a single one.</param>
/// <param name="Text">How it was written.</param>
/// <param name="Expression">What a single one was read as, if it was.</param>
internal sealed record AnswerShape(AnswerKind Kind, string Mark, IReadOnlyList<AnswerShape> Parts, string Text, Expression? Expression)
{
    public bool HasRelation => Kind == AnswerKind.Relation || Parts.Any(part => part.HasRelation);

    public int Leaves => Parts.Count == 0 ? 1 : Parts.Sum(part => part.Leaves);
}
