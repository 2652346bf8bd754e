namespace Gateway.Evals.Suites.Generators;

internal static class Generators
{
    public static IReadOnlyList<IItemGenerator> All { get; } =
    [
        new ArithmeticGenerator(),
        new LogicGenerator(),
        new CountdownGenerator(),
        new Game24Generator(),
        new SudokuGenerator(box: 2),
        new SudokuGenerator(box: 3),
    ];
}
