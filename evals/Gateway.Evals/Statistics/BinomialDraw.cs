using MathNet.Numerics.Distributions;

namespace Gateway.Evals.Statistics;

/// <summary>
/// Draws from Binomial(n, p) by inversion, summing the probabilities outwards from the mode: about √(np(1-p)) steps, where a sum of
/// n coins, which is what MathNet.Numerics draws, takes n. L. Devroye, Non-Uniform Random Variate Generation (1986), chapter X.4.
/// </summary>
internal static class BinomialDraw
{
    public static int Next(Random random, int n, double p)
    {
        if (n == 0 || p <= 0) return 0;
        if (p >= 1) return n;

        var mode = Math.Min(n, (int)((n + 1) * p));
        var odds = p / (1 - p);
        var above = Binomial.PMF(p, n, mode);
        var below = above;
        var left = random.NextDouble() - above;
        for (int up = mode, down = mode; left >= 0 && (up < n || down > 0);)
        {
            if (up < n)
            {
                above *= odds * (n - up) / (up + 1);
                up++;
                left -= above;
                if (left < 0) return up;
            }

            if (down > 0)
            {
                below *= down / (odds * (n - down + 1));
                down--;
                left -= below;
                if (left < 0) return down;
            }
        }

        // Also where rounding left the probabilities short of 1.
        return mode;
    }
}
