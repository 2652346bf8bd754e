using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies;

public sealed class KMeansTests
{
    /// <summary>Up to forty points on a small grid, so that many are equal.</summary>
    private static readonly Gen<(double[][] Points, int K, int Seed)> Problems = Gen.Select(
        Gen.Int[0, 5].Select(static coordinate => (double)coordinate).Array[3].Array[1, 40], Gen.Int[1, 8], Gen.Int);

    [Fact]
    public void Fit_TwoHeapsFarApart_AreTwoClusters()
    {
        double[][] points = [[0, 0], [10, 10], [0, 1], [10, 11], [1, 0]];

        var clusters = KMeans.Fit(points, k: 2, seed: 1);

        var (low, high) = (clusters.Assignment[0], clusters.Assignment[1]);
        Assert.NotEqual(low, high);
        Assert.Equal([low, high, low, high, low], clusters.Assignment);
        Assert.Equal([1.0 / 3, 1.0 / 3], clusters.Centres[low]);
        Assert.Equal([10, 10.5], clusters.Centres[high]);
        Assert.Equal(4.0 / 3 + 0.5, clusters.Inertia, precision: 12);
        Assert.Equal(3, clusters.Sizes[low]);
    }

    [Fact]
    public void Fit_OneCluster_IsTheMean()
    {
        var clusters = KMeans.Fit([[1, 2, 3, 4, 5], [3, 2, 1, 0, 7]], k: 1, seed: 1);

        Assert.Equal([2, 2, 2, 2, 6], Assert.Single(clusters.Centres));
    }

    [Fact]
    public void Fit_FewerDistinctPointsThanClusters_MakesEachDistinctPointACluster()
    {
        var clusters = KMeans.Fit([[1.0], [2.0], [1.0], [2.0]], k: 3, seed: 1);

        Assert.Equal(2, clusters.Centres.Count);
        Assert.Equal(0, clusters.Inertia);
        Assert.Equal(clusters.Assignment[0], clusters.Assignment[2]);
    }

    [Fact]
    public void Fit_AnyPoints_LeavesNoClusterEmptyAndEachPointAtItsNearestCentre()
    {
        Problems.Sample(problem =>
        {
            var clusters = KMeans.Fit(problem.Points, problem.K, problem.Seed);

            Assert.All(clusters.Sizes, static size => Assert.True(size > 0));
            Assert.Equal(Math.Min(problem.K, problem.Points.Select(static point => string.Join(' ', point)).Distinct().Count()), clusters.Centres.Count);
            for (var i = 0; i < problem.Points.Length; i++)
            {
                var own = Distance(problem.Points[i], clusters.Centres[clusters.Assignment[i]]);
                Assert.All(clusters.Centres, centre => Assert.True(own <= Distance(problem.Points[i], centre) + 1e-9));
            }

            Assert.Equal(problem.Points.Select((point, i) => Distance(point, clusters.Centres[clusters.Assignment[i]])).Sum(), clusters.Inertia, precision: 9);
        });
    }

    [Fact]
    public void Fit_MoreIterations_NeverRaiseTheInertia()
    {
        Problems.Sample(static problem =>
        {
            var before = double.PositiveInfinity;
            for (var iterations = 1; iterations <= 6; iterations++)
            {
                var inertia = KMeans.Fit(problem.Points, problem.K, problem.Seed, iterations).Inertia;
                Assert.True(inertia <= before + 1e-9);
                before = inertia;
            }
        });
    }

    [Fact]
    public void Fit_MoreRestarts_NeverRaiseTheInertia()
    {
        Problems.Sample(static problem => Assert.True(
            KMeans.Fit(problem.Points, problem.K, problem.Seed, restarts: 5).Inertia <= KMeans.Fit(problem.Points, problem.K, problem.Seed).Inertia));
    }

    [Fact]
    public void Fit_SameSeed_GivesTheSameClusters()
    {
        Problems.Sample(static problem =>
        {
            var (one, other) = (KMeans.Fit(problem.Points, problem.K, problem.Seed), KMeans.Fit(problem.Points, problem.K, problem.Seed));
            Assert.Equal(one.Assignment, other.Assignment);
            Assert.Equal(one.Centres, other.Centres);
        });
    }

    [Fact]
    public void Lloyd_CentreThatNoPointIsNearestTo_TakesTheFarthestPoint()
    {
        double[][] points = [[0], [1], [5]];

        var clusters = KMeans.Lloyd(points, [[0], [1000]], maxIterations: 1);

        Assert.Equal([0, 0, 1], clusters.Assignment);
        Assert.Equal([[0.5], [5.0]], clusters.Centres);
    }

    [Fact]
    public void Fit_NothingToCluster_SaysSo()
    {
        Assert.Throws<ArgumentException>(static () => KMeans.Fit([], k: 1, seed: 1));
        Assert.Throws<ArgumentException>(static () => KMeans.Fit([[1.0], [1.0, 2.0]], k: 1, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(static () => KMeans.Fit([[1.0]], k: 0, seed: 1));
    }

    private static double Distance(double[] a, double[] b) => a.Zip(b, static (x, y) => (x - y) * (x - y)).Sum();
}
