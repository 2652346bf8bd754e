namespace Gateway.Policies;

/// <summary>
/// How sure a vote is of its leader: P(Beta(v1 + 1, v2 + 1) > 1/2) for the two largest counts v1 >= v2, the probability that a further sample
/// rather says the leader's answer than the runner-up's, under a uniform prior (Aggarwal et al. 2023, arXiv 2305.11860, section 3).
/// </summary>
internal static class VotePosterior
{
    /// <param name="leader">Votes of the leader.</param>
    /// <param name="runnerUp">Votes of the runner-up, at most as many.</param>
    /// <returns>0.5 to 1.</returns>
    public static double Of(int leader, int runnerUp)
    {
        // For whole numbers the incomplete beta function is a binomial tail: P(Binomial(n, 1/2) <= v1), n = v1 + v2 + 1.
        var n = leader + runnerUp + 1;
        var term = Math.Pow(0.5, n);
        if (term == 0) return OfMany(leader, runnerUp, n);
        var below = 0.0;
        for (var i = 0; i <= runnerUp; i++)
        {
            below += term;
            term = term * (n - i) / (i + 1);
        }

        // The tails P(X <= v2) and P(X > v1) are equal, and v2 is the shorter sum.
        return 1 - below;
    }

    /// <summary>The fewest further votes for the leader, none for anybody else, after which it is sure.</summary>
    /// <param name="leader">Votes of the leader.</param>
    /// <param name="runnerUp">Votes of the runner-up.</param>
    /// <param name="confidence">When it is sure.</param>
    /// <param name="most">The most votes to try.</param>
    /// <returns>1 to <paramref name="most"/>, which stands for "not within these".</returns>
    public static int VotesToGo(int leader, int runnerUp, double confidence, int most)
    {
        var votes = 1;
        while (votes < most && Of(leader + votes, runnerUp) < confidence) votes++;
        return votes;
    }

    /// <summary>Past 1,000 votes 2^-n is no number any more, and the normal distribution is exact to more digits than a confidence has.</summary>
    private static double OfMany(int leader, int runnerUp, int n)
    {
        var z = (leader + 0.5 - n / 2.0) / Math.Sqrt(n / 4.0);
        return leader == runnerUp ? 0.5 : Normal(z);
    }

    // Abramowitz and Stegun, Handbook of Mathematical Functions, 26.2.17: error below 7.5e-8.
    private static double Normal(double z)
    {
        var t = 1 / (1 + 0.2316419 * z);
        var density = Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);
        return 1 - density * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    }
}
