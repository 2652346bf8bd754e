using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Gateway.Policies;

/// <summary>
/// Clusters by squared Euclidean distance: seeds by k-means++ (Arthur and Vassilvitskii, SODA 2007), then Lloyd's iterations. The same
/// points, number and seed give the same clusters on every machine.
/// </summary>
internal static class KMeans
{
    /// <summary>Finds clusters.</summary>
    /// <param name="points">At least one point; all of one length, of finite numbers.</param>
    /// <param name="k">How many clusters, at least 1. Where there are fewer distinct points, each distinct point is one.</param>
    /// <param name="seed">Where the seeding's randomness comes from.</param>
    /// <param name="maxIterations">The most Lloyd iterations of each start, at least 1. Fewer are made where nothing changes any more.</param>
    /// <param name="restarts">How many starts are tried, at least 1. The one of least inertia is taken, of equal ones the first.</param>
    /// <exception cref="ArgumentException">There is no point, or two differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static KMeansClusters Fit(IReadOnlyList<double[]> points, int k, int seed, int maxIterations = 100, int restarts = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxIterations, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(restarts, 1);
        if (points.Count == 0) throw new ArgumentException("There is no point to cluster.", nameof(points));
        if (points.Any(point => point.Length != points[0].Length)) throw new ArgumentException("The points differ in length.", nameof(points));

        var random = new Random(seed);
        KMeansClusters? best = null;
        for (var start = 0; start < restarts; start++)
        {
            var found = Lloyd(points, PlusPlus(points, k, random), maxIterations);
            if (best is null || found.Inertia < best.Inertia) best = found;
        }

        return best!;
    }

    /// <summary>Lloyd's iterations from given centres: each point to its nearest centre (of equal ones the first), each centre to the mean of its points.</summary>
    /// <param name="points">The points.</param>
    /// <param name="centres">The first centres; no more than there are distinct points.</param>
    /// <param name="maxIterations">The most iterations.</param>
    internal static KMeansClusters Lloyd(IReadOnlyList<double[]> points, IReadOnlyList<double[]> centres, int maxIterations)
    {
        var assignment = new int[points.Count];
        var distances = new double[points.Count];
        Array.Fill(assignment, -1);
        for (var iteration = 0; iteration < maxIterations; iteration++)
        {
            var moved = false;
            for (var i = 0; i < points.Count; i++)
            {
                (var nearest, distances[i]) = Nearest(points[i], centres);
                moved |= assignment[i] != nearest;
                assignment[i] = nearest;
            }

            moved |= FillEmpty(assignment, distances, centres.Count);
            if (!moved) break;
            centres = Means(points, assignment, centres.Count);
        }

        var inertia = 0.0;
        for (var i = 0; i < points.Count; i++) inertia += SquaredDistance(points[i], centres[assignment[i]]);
        return new KMeansClusters(centres, assignment, inertia);
    }

    /// <summary>The first centre is any point, each further one a point drawn with a probability proportional to its squared distance from the nearest centre.</summary>
    private static List<double[]> PlusPlus(IReadOnlyList<double[]> points, int k, Random random)
    {
        List<double[]> centres = [points[random.Next(points.Count)]];
        var distances = new double[points.Count];
        Array.Fill(distances, double.PositiveInfinity);
        while (centres.Count < k)
        {
            var total = 0.0;
            for (var i = 0; i < points.Count; i++) total += distances[i] = Math.Min(distances[i], SquaredDistance(points[i], centres[^1]));
            if (total == 0) break;

            var left = random.NextDouble() * total;
            var drawn = -1;
            for (var i = 0; i < points.Count && left >= 0; i++)
            {
                // A point that is a centre already has no share; rounding may leave a rest behind the last one that has.
                if (distances[i] == 0) continue;
                drawn = i;
                left -= distances[i];
            }

            centres.Add(points[drawn]);
        }

        return centres;
    }

    /// <summary>Gives each cluster without a point the one that is farthest from its centre. As that point is then its own centre, the inertia falls.</summary>
    /// <returns>True where a point moved.</returns>
    private static bool FillEmpty(int[] assignment, double[] distances, int clusters)
    {
        var sizes = new int[clusters];
        foreach (var cluster in assignment) sizes[cluster]++;
        var moved = false;
        for (var empty = 0; empty < clusters; empty++)
        {
            if (sizes[empty] > 0) continue;
            var farthest = -1;
            for (var i = 0; i < assignment.Length; i++)
            {
                if (sizes[assignment[i]] > 1 && (farthest < 0 || distances[i] > distances[farthest])) farthest = i;
            }

            sizes[assignment[farthest]]--;
            sizes[empty]++;
            assignment[farthest] = empty;
            distances[farthest] = 0;
            moved = true;
        }

        return moved;
    }

    private static double[][] Means(IReadOnlyList<double[]> points, int[] assignment, int clusters)
    {
        var means = new double[clusters][];
        var sizes = new int[clusters];
        for (var cluster = 0; cluster < clusters; cluster++) means[cluster] = new double[points[0].Length];
        for (var i = 0; i < points.Count; i++)
        {
            sizes[assignment[i]]++;
            var mean = means[assignment[i]];
            for (var j = 0; j < mean.Length; j++) mean[j] += points[i][j];
        }

        for (var cluster = 0; cluster < clusters; cluster++)
        {
            for (var j = 0; j < means[cluster].Length; j++) means[cluster][j] /= sizes[cluster];
        }

        return means;
    }

    private static (int Centre, double Distance) Nearest(double[] point, IReadOnlyList<double[]> centres)
    {
        var nearest = 0;
        var least = double.PositiveInfinity;
        for (var i = 0; i < centres.Count; i++)
        {
            var distance = SquaredDistance(point, centres[i]);
            if (distance < least) (nearest, least) = (i, distance);
        }

        return (nearest, least);
    }

    // Always four lanes, whatever the machine has, so that every machine adds in the same order.
    private static double SquaredDistance(double[] a, double[] b)
    {
        var sums = Vector256<double>.Zero;
        var i = 0;
        ref var firstA = ref MemoryMarshal.GetArrayDataReference(a);
        ref var firstB = ref MemoryMarshal.GetArrayDataReference(b);
        for (; i <= a.Length - Vector256<double>.Count; i += Vector256<double>.Count)
        {
            var difference = Vector256.LoadUnsafe(ref firstA, (nuint)i) - Vector256.LoadUnsafe(ref firstB, (nuint)i);
            sums += difference * difference;
        }

        var sum = Vector256.Sum(sums);
        for (; i < a.Length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
