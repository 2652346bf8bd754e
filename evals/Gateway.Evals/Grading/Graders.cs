namespace Gateway.Evals.Grading;

/// <summary>The graders by their names in YAML.</summary>
internal static class Graders
{
    public static IReadOnlyDictionary<string, IGrader> All { get; } = new SortedDictionary<string, IGrader>(StringComparer.Ordinal)
    {
        ["exact"] = new ExactGrader(),
        ["expression"] = new ExpressionGrader(),
        ["last-number"] = new LastNumberGrader(),
        ["math"] = new MathGrader(),
        ["number"] = new NumberGrader(),
        ["python"] = new PythonLiteralGrader(),
    };
}
