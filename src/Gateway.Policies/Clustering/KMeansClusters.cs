namespace Gateway.Policies;

/// <summary>Points in clusters.</summary>
/// <param name="Centres">The mean of each cluster's points.</param>
/// <param name="Assignment">For each point, in their order, the index of its centre.</param>
/// <param name="Inertia">The sum of the squared Euclidean distances of all points from their centres.</param>
internal sealed record KMeansClusters(IReadOnlyList<double[]> Centres, IReadOnlyList<int> Assignment, double Inertia)
{
    /// <summary>How many points each cluster has; none is empty.</summary>
    public IReadOnlyList<int> Sizes { get; } = [.. Enumerable.Range(0, Centres.Count).Select(cluster => Assignment.Count(assigned => assigned == cluster))];
}
