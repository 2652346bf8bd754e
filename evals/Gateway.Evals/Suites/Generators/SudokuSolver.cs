using System.Numerics;

namespace Gateway.Evals.Suites.Generators;

/// <summary>Depth-first search that always fills the cell with the fewest digits left. The clues given must not contradict each other.</summary>
internal sealed class SudokuSolver
{
    private readonly int _box;
    private readonly int _size;
    private readonly int[] _cells;
    // A set bit is a digit that its row, column or box has.
    private readonly int[] _rows;
    private readonly int[] _columns;
    private readonly int[] _boxes;

    /// <param name="box">Cells along a box; the grid's side is its square.</param>
    /// <param name="cells">Row by row, 0 for blank; not changed.</param>
    public SudokuSolver(int box, int[] cells)
    {
        (_box, _size, _cells) = (box, box * box, [.. cells]);
        (_rows, _columns, _boxes) = (new int[_size], new int[_size], new int[_size]);
        for (var cell = 0; cell < cells.Length; cell++)
        {
            if (cells[cell] != 0) Flip(cell, cells[cell]);
        }
    }

    /// <summary>How many solutions there are, counted up to a limit. For one call: the search leaves its last state behind.</summary>
    public int Count(int limit)
    {
        var left = limit;
        Search(null, ref left);
        return limit - left;
    }

    /// <summary>A solution, digits tried in random order. For one call.</summary>
    public int[] Solve(Random random)
    {
        var left = 1;
        Search(random, ref left);
        return _cells;
    }

    /// <returns>Whether enough solutions were found; the cells then hold the last one.</returns>
    private bool Search(Random? random, ref int left)
    {
        var cell = Tightest();
        if (cell < 0) return --left == 0;

        Span<int> digits = stackalloc int[_size];
        var count = 0;
        for (var free = Free(cell); free != 0; free &= free - 1) digits[count++] = BitOperations.TrailingZeroCount(free);
        random?.Shuffle(digits[..count]);
        foreach (var digit in digits[..count])
        {
            _cells[cell] = digit;
            Flip(cell, digit);
            if (Search(random, ref left)) return true;
            Flip(cell, digit);
            _cells[cell] = 0;
        }

        return false;
    }

    private int Tightest()
    {
        var (tightest, fewest) = (-1, int.MaxValue);
        for (var cell = 0; cell < _cells.Length; cell++)
        {
            if (_cells[cell] != 0) continue;
            var count = BitOperations.PopCount((uint)Free(cell));
            if (count >= fewest) continue;
            (tightest, fewest) = (cell, count);
            if (fewest < 2) break;
        }

        return tightest;
    }

    private int Free(int cell) => ~(_rows[cell / _size] | _columns[cell % _size] | _boxes[Box(cell)]) & (1 << _size + 1) - 2;

    private void Flip(int cell, int digit)
    {
        _rows[cell / _size] ^= 1 << digit;
        _columns[cell % _size] ^= 1 << digit;
        _boxes[Box(cell)] ^= 1 << digit;
    }

    private int Box(int cell) => cell / _size / _box * _box + cell % _size / _box;
}
