namespace Gateway.Evals.Suites.Generators;

/// <summary>The generators that suites can name.</summary>
internal static class ItemGenerators
{
    public static IReadOnlyList<IItemGenerator> All { get; } =
    [
        new ArithmeticGenerator(),
        new CountdownGenerator(),
        new Game24Generator(),
        new LogicGenerator(),
        new SudokuGenerator(box: 2),
        new SudokuGenerator(box: 3),
    ];

    public static IItemGenerator? Find(string kind) => All.FirstOrDefault(generator => generator.Kind == kind);
}
