namespace Gateway.Policies;

/// <summary>
/// Fits a logistic regression by Newton's method (iteratively reweighted least squares) on standardised features, with an L2 penalty on the
/// weights and none on the intercept. Deterministic.
/// </summary>
internal static class LogisticFit
{
    // Half of the sum of squared weights is worth one item's log likelihood: little beside hundreds of items, enough where classes separate.
    private const double Penalty = 1;

    // Keeps the intercept finite where all targets are 0, or all 1.
    private const double InterceptPenalty = 1e-3;
    private const double Converged = 1e-8;
    private const int MostSteps = 50;

    /// <param name="features">The names of the columns.</param>
    /// <param name="rows">At least one, each with every feature.</param>
    /// <param name="targets">From 0 to 1, one a row; what lies between counts as that share of a 1.</param>
    public static LogisticModel Of(IReadOnlyList<string> features, IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        var n = features.Count;
        var (means, scales) = (new double[n], new double[n]);
        for (var j = 0; j < n; j++)
        {
            var mean = rows.Average(row => row[j]);
            var spread = Math.Sqrt(rows.Average(row => (row[j] - mean) * (row[j] - mean)));
            (means[j], scales[j]) = (mean, spread > 1e-12 ? spread : 1);
        }

        double[][] scaled = [.. rows.Select(row => (double[])[1, .. row.Select((value, j) => (value - means[j]) / scales[j])])];
        var weights = new double[n + 1];
        var loss = Loss(scaled, targets, weights);
        for (var step = 0; step < MostSteps; step++)
        {
            var direction = NewtonDirection(scaled, targets, weights);

            // The loss is convex, so a step that overshoots is only too long.
            var (length, next, lossNext) = (1.0, weights, loss);
            for (; length > 1e-6; length /= 2)
            {
                next = [.. weights.Zip(direction, (weight, change) => weight + length * change)];
                lossNext = Loss(scaled, targets, next);
                if (lossNext <= loss) break;
            }

            if (lossNext > loss) break;
            var moved = weights.Zip(next, static (before, after) => Math.Abs(after - before)).Max();
            (weights, loss) = (next, lossNext);
            if (moved < Converged) break;
        }

        return new LogisticModel(features, means, scales, weights[1..], weights[0]);
    }

    /// <summary>The negative log likelihood with the penalty.</summary>
    private static double Loss(double[][] rows, IReadOnlyList<double> targets, double[] weights)
    {
        var loss = 0.0;
        for (var i = 0; i < rows.Length; i++)
        {
            var logOdds = Dot(rows[i], weights);
            loss += Math.Max(logOdds, 0) + Math.Log(1 + Math.Exp(-Math.Abs(logOdds))) - targets[i] * logOdds;
        }

        for (var j = 0; j < weights.Length; j++) loss += PenaltyOf(j) / 2 * weights[j] * weights[j];
        return loss;
    }

    private static double[] NewtonDirection(double[][] rows, IReadOnlyList<double> targets, double[] weights)
    {
        var n = weights.Length;
        var (hessian, gradient) = (new double[n, n], new double[n]);
        for (var i = 0; i < rows.Length; i++)
        {
            var row = rows[i];
            var probability = 1 / (1 + Math.Exp(-Dot(row, weights)));
            var spread = probability * (1 - probability);
            for (var a = 0; a < n; a++)
            {
                gradient[a] += (targets[i] - probability) * row[a];
                for (var b = 0; b <= a; b++) hessian[a, b] += spread * row[a] * row[b];
            }
        }

        for (var a = 0; a < n; a++)
        {
            gradient[a] -= PenaltyOf(a) * weights[a];
            hessian[a, a] += PenaltyOf(a);
        }

        return Solve(hessian, gradient);
    }

    /// <summary>Cholesky: the penalty makes the matrix positive definite.</summary>
    /// <param name="matrix">Its lower triangle; overwritten.</param>
    /// <param name="right">The right side.</param>
    private static double[] Solve(double[,] matrix, double[] right)
    {
        var n = right.Length;
        var solution = new double[n];
        for (var a = 0; a < n; a++)
        {
            for (var b = 0; b <= a; b++)
            {
                var sum = matrix[a, b];
                for (var k = 0; k < b; k++) sum -= matrix[a, k] * matrix[b, k];
                matrix[a, b] = a == b ? Math.Sqrt(sum) : sum / matrix[b, b];
            }

            var forward = right[a];
            for (var k = 0; k < a; k++) forward -= matrix[a, k] * solution[k];
            solution[a] = forward / matrix[a, a];
        }

        for (var a = n - 1; a >= 0; a--)
        {
            for (var k = a + 1; k < n; k++) solution[a] -= matrix[k, a] * solution[k];
            solution[a] /= matrix[a, a];
        }

        return solution;
    }

    private static double PenaltyOf(int weight) => weight == 0 ? InterceptPenalty : Penalty;

    private static double Dot(double[] row, double[] weights)
    {
        var sum = 0.0;
        for (var j = 0; j < weights.Length; j++) sum += row[j] * weights[j];
        return sum;
    }
}
