using MathNet.Numerics;

namespace Gateway.Evals.Statistics;

/// <summary>
/// The expected quality of the answer that most of k samples give, over all draws of k from the n at hand, in any order. Equal votes
/// go to the answer drawn first, which over all orders is each of the tied with equal chance. For every answer with c votes:
/// Σ over x, t of C(c, x) · W(k-x, t) / ((t+1) C(n, k)), where W(m, t) counts the ways to draw m others so that no other answer has more
/// than x votes and t of them have x.
/// </summary>
internal static class ExpectedVoteOfK
{
    // C(1000, 500) is 2.7e299, near the end of what a double holds.
    private const int MostSamples = 1000;

    /// <param name="samples">Answer: null does not vote. Quality: any unit, 0 or 1 for right or wrong; no answer at all has 0.</param>
    /// <param name="k">1 to the number of samples.</param>
    /// <returns>In the unit of quality.</returns>
    public static double Of(IReadOnlyList<(string? Answer, double Quality)> samples, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(k, samples.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(samples.Count, MostSamples);

        var silent = samples.Count(static sample => sample.Answer is null);
        var answers = samples.Where(static sample => sample.Answer is not null)
            .GroupBy(static sample => sample.Answer, static sample => sample.Quality)
            .Select(static group => (Votes: group.Count(), Quality: group.Average()))
            .ToArray();
        var votes = Array.ConvertAll(answers, static answer => answer.Votes);
        return answers.Select((answer, index) => answer.Quality == 0 ? 0 : answer.Quality * Wins(votes, index, silent, k)).Sum();
    }

    private static double Wins(int[] votes, int winner, int silent, int k)
    {
        var ways = 0.0;
        for (var x = 1; x <= Math.Min(votes[winner], k); x++)
        {
            // others[m][t] is W(m, t) over the answers so far; those who do not vote come first.
            var others = Enumerable.Range(0, k - x + 1).Select(m => new double[(k - x) / x + 1]).ToArray();
            for (var m = 0; m <= Math.Min(silent, k - x); m++) others[m][0] = SpecialFunctions.Binomial(silent, m);
            for (var other = 0; other < votes.Length; other++)
            {
                if (other != winner) Include(others, votes[other], x);
            }

            ways += SpecialFunctions.Binomial(votes[winner], x) * others[k - x].Select(static (count, tied) => count / (tied + 1)).Sum();
        }

        return ways / SpecialFunctions.Binomial(votes.Sum() + silent, k);
    }

    private static void Include(double[][] others, int votes, int most)
    {
        // Downwards, so that what is read does not hold this answer yet.
        for (var m = others.Length - 1; m >= 0; m--)
        {
            for (var drawn = Math.Min(Math.Min(votes, most), m); drawn >= 1; drawn--)
            {
                var count = SpecialFunctions.Binomial(votes, drawn);
                var shift = drawn == most ? 1 : 0;
                for (var tied = others[m].Length - 1; tied >= shift; tied--) others[m][tied] += count * others[m - drawn][tied - shift];
            }
        }
    }
}
