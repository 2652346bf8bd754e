namespace Gateway.Policies;

/// <summary>Small systems of linear equations.</summary>
internal static class LinearSystem
{
    /// <summary>Solves A x = b by Gaussian elimination with partial pivoting.</summary>
    /// <param name="a">Square and regular.</param>
    /// <param name="b">As many numbers as A has rows.</param>
    public static double[] Solve(double[,] a, double[] b)
    {
        var size = b.Length;
        var (matrix, x) = ((double[,])a.Clone(), (double[])b.Clone());
        for (var column = 0; column < size; column++)
        {
            var pivot = column;
            for (var row = column + 1; row < size; row++)
            {
                if (Math.Abs(matrix[row, column]) > Math.Abs(matrix[pivot, column])) pivot = row;
            }

            for (var i = 0; i < size; i++) (matrix[column, i], matrix[pivot, i]) = (matrix[pivot, i], matrix[column, i]);
            (x[column], x[pivot]) = (x[pivot], x[column]);
            for (var row = column + 1; row < size; row++)
            {
                var factor = matrix[row, column] / matrix[column, column];
                for (var i = column; i < size; i++) matrix[row, i] -= factor * matrix[column, i];
                x[row] -= factor * x[column];
            }
        }

        for (var row = size - 1; row >= 0; row--)
        {
            for (var i = row + 1; i < size; i++) x[row] -= matrix[row, i] * x[i];
            x[row] /= matrix[row, row];
        }

        return x;
    }
}
