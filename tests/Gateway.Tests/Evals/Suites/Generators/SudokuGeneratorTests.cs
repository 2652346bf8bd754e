using Gateway.Evals.Suites;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Tests.Evals.Suites.Generators;

public sealed class SudokuGeneratorTests
{
    [Theory]
    [InlineData(2, 1, 2, 50)]
    [InlineData(2, 5, 6, 50)]
    [InlineData(2, 10, 11, 50)]
    [InlineData(3, 1, 18, 30)]
    [InlineData(3, 5, 34, 30)]
    [InlineData(3, 10, 54, 30)]
    public void Generate_AnyDifficulty_HasItsBlanksAndOneSolution(int box, int difficulty, int blanks, int count) =>
        Assert.All(new SudokuGenerator(box).Generate(1, count, difficulty), item =>
        {
            var puzzle = Grid(item, box * box);

            Assert.Equal(blanks, puzzle.Count(static cell => cell == '.'));
            Assert.Equal($"blanks {blanks}", item.Category);
            Assert.Equal([item.Gold], Solutions(puzzle, box).Take(2));
        });

    [Fact]
    public void Count_EmptyGridOfFour_IsAllOfThem() => Assert.Equal(288, new SudokuSolver(2, new int[16]).Count(1000));

    [Fact]
    public void Count_MoreThanTheLimit_IsTheLimit() => Assert.Equal(2, new SudokuSolver(3, new int[81]).Count(2));

    [Fact]
    public void Count_CellWithoutDigit_IsNone()
    {
        // The row has 1 and 2, the column 3, the box 4: nothing is left for the first cell.
        int[] cells = [0, 0, 1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0];

        Assert.Equal(0, new SudokuSolver(2, cells).Count(2));
    }

    private static char[] Grid(SuiteItem item, int size) =>
        [.. Question.Of(item).Split('\n').Where(line => line.Length == size && line.All(static cell => cell == '.' || char.IsAsciiDigit(cell))).SelectMany(static line => line)];

    // Cell by cell in reading order, by the rules alone.
    private static IEnumerable<string> Solutions(char[] cells, int box)
    {
        var size = box * box;
        var blank = Array.IndexOf(cells, '.');
        if (blank < 0)
        {
            yield return string.Join('/', cells.Chunk(size).Select(static row => new string(row)));
            yield break;
        }

        for (var digit = '1'; digit < '1' + size; digit++)
        {
            if (Enumerable.Range(0, cells.Length).Any(other => cells[other] == digit && Sees(blank, other, box))) continue;
            char[] next = [.. cells];
            next[blank] = digit;
            foreach (var solution in Solutions(next, box)) yield return solution;
        }
    }

    private static bool Sees(int one, int other, int box)
    {
        var size = box * box;
        var (row, column, otherRow, otherColumn) = (one / size, one % size, other / size, other % size);
        return row == otherRow || column == otherColumn || (row / box == otherRow / box && column / box == otherColumn / box);
    }
}
