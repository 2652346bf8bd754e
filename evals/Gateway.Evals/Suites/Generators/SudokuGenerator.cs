namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// Sudokus with exactly one solution, of 4 by 4 or 9 by 9 cells. Difficulty is the number of blanks: difficulty + 1 of 16 cells, or
/// 14 + 4 difficulty of 81. Gold: the solved rows joined by <c>/</c>.
/// </summary>
/// <param name="box">Cells along a box: 2 or 3.</param>
internal sealed class SudokuGenerator(int box) : IItemGenerator
{
    private readonly int _size = box * box;

    public string Kind => $"sudoku-{_size}";

    public IEnumerable<SuiteItem> Generate(int seed, int count, int difficulty) =>
        ItemSeries.Of(Kind, seed, count, difficulty, random => Draft(random, box == 2 ? difficulty + 1 : 14 + 4 * difficulty));

    private ItemDraft Draft(Random random, int blanks)
    {
        int[] solution, puzzle;
        do
        {
            solution = new SudokuSolver(box, new int[_size * _size]).Solve(random);
            puzzle = [.. solution];
        }
        while (!TryBlank(random, puzzle, blanks));

        var grid = Rows(puzzle, '\n').Replace('0', '.');
        return new ItemDraft(
            grid,
            $"blanks {blanks}",
            $"Fill in this Sudoku, in which a dot is a blank cell. Every row, every column and every box of {box} by {box} cells holds each of the digits 1 to {_size} once.\n{grid}",
            $"the {_size} rows of the solved grid, digits without spaces, rows joined by /",
            Rows(solution, '/'));
    }

    /// <summary>Blanks cells in random order, each only where the solution stays the only one. Seldom that does not reach the number.</summary>
    private bool TryBlank(Random random, int[] puzzle, int blanks)
    {
        var order = Enumerable.Range(0, puzzle.Length).ToArray();
        random.Shuffle(order);
        foreach (var cell in order)
        {
            if (blanks == 0) break;
            var digit = puzzle[cell];
            puzzle[cell] = 0;
            if (new SudokuSolver(box, puzzle).Count(limit: 2) == 1) blanks--;
            else puzzle[cell] = digit;
        }

        return blanks == 0;
    }

    private string Rows(int[] cells, char separator) => string.Join(separator, cells.Chunk(_size).Select(static row => string.Concat(row)));
}
