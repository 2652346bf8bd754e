namespace Gateway.Policies;

/// <summary>Which futures agree: clusters of what was seen ahead.</summary>
/// <param name="Sizes">For each future, how many are in its cluster, itself included.</param>
internal sealed record Alignment(IReadOnlyList<int> Sizes)
{
    private const int Starts = 10;

    /// <summary>How many futures the largest cluster has.</summary>
    public int Largest { get; } = Sizes.Max();

    /// <summary>Clusters the futures by their words. Fewer distinct texts than clusters are as many clusters as they are.</summary>
    /// <returns>Null where there is nothing to tell them apart by: no cluster but one is wanted, nobody looked ahead, or no text has a word.</returns>
    public static Alignment? Of(IReadOnlyList<Future> futures, int clusters, Random random)
    {
        if (clusters == 1 || futures.Any(static future => future.Text is null)) return null;
        if (TfIdf.Of([.. futures.Select(static future => future.Text!)]) is not { } vectors) return null;
        var found = KMeans.Fit(vectors, clusters, random.Next(), restarts: Starts);
        return new Alignment([.. found.Assignment.Select(cluster => found.Sizes[cluster])]);
    }

    /// <summary>
    /// How probably each future is gone on with: the mean of softmax(A / tau) and softmax(C / tau), C being the share of the futures in its
    /// cluster; softmax(A / tau) alone where there are no clusters.
    /// </summary>
    public static IReadOnlyList<double> Weights(IReadOnlyList<Future> futures, Alignment? alignment, double tau)
    {
        var advantage = Softmax.Of([.. futures.Select(static future => future.Advantage)], tau);
        if (alignment is null) return advantage;
        var agreement = Softmax.Of([.. alignment.Sizes.Select(size => (double)size / futures.Count)], tau);
        return [.. advantage.Zip(agreement, static (a, c) => (a + c) / 2)];
    }
}
