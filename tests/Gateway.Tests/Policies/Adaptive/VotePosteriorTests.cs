using CsCheck;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Adaptive;

public sealed class VotePosteriorTests
{
    [Theory]
    [InlineData(0, 0, 0.5)]
    [InlineData(1, 0, 0.75)]
    [InlineData(4, 0, 0.96875)]
    [InlineData(3, 1, 0.8125)]
    [InlineData(5, 5, 0.5)]
    public void Of_SmallCounts_IsTheExactTail(int leader, int runnerUp, double expected) => Assert.Equal(expected, VotePosterior.Of(leader, runnerUp), 12);

    [Fact]
    public void Of_AnyCounts_IsTheIntegralOfTheBetaDensity() => Gen.Select(Gen.Int[0, 30], Gen.Int[0, 30]).Sample(static drawn =>
    {
        var (leader, runnerUp) = (Math.Max(drawn.Item1, drawn.Item2), Math.Min(drawn.Item1, drawn.Item2));
        return Math.Abs(VotePosterior.Of(leader, runnerUp) - UpperHalf(leader, runnerUp)) < 1e-6;
    }, iter: 200);

    [Fact]
    public void Of_OneMoreForTheLeader_IsSurer_OneMoreForTheOther_IsLess() => Gen.Select(Gen.Int[0, 40], Gen.Int[1, 40]).Sample(static drawn =>
    {
        var (runnerUp, ahead) = drawn;
        var now = VotePosterior.Of(runnerUp + ahead, runnerUp);
        return VotePosterior.Of(runnerUp + ahead + 1, runnerUp) > now && VotePosterior.Of(runnerUp + ahead, runnerUp + 1) < now;
    }, iter: 300);

    [Fact]
    public void Of_ThousandsOfVotes_GoesOnWhereTheSumEnds() =>
        Assert.Equal(VotePosterior.Of(550, 500), VotePosterior.Of(560, 510), 0.01);

    [Fact]
    public void Of_PastThePowersOfADouble_IsTheNormalTail() => Assert.InRange(VotePosterior.Of(1030, 970), 0.909, 0.911);

    [Fact]
    public void VotesToGo_AnyCounts_IsTheFewest() => Gen.Select(Gen.Int[0, 10], Gen.Int[0, 10], Gen.Double[0.5, 0.999]).Sample(static drawn =>
    {
        var (leader, runnerUp) = (Math.Max(drawn.Item1, drawn.Item2), Math.Min(drawn.Item1, drawn.Item2));
        var votes = VotePosterior.VotesToGo(leader, runnerUp, drawn.Item3, 100);
        return VotePosterior.Of(leader + votes, runnerUp) >= drawn.Item3 && (votes == 1 || VotePosterior.Of(leader + votes - 1, runnerUp) < drawn.Item3);
    }, iter: 300);

    /// <summary>P(Beta(v1 + 1, v2 + 1) > 1/2) by Simpson's rule.</summary>
    private static double UpperHalf(int leader, int runnerUp)
    {
        double Density(double x) => Math.Pow(x, leader) * Math.Pow(1 - x, runnerUp);
        return Simpson(Density, 0.5, 1) / Simpson(Density, 0, 1);
    }

    private static double Simpson(Func<double, double> function, double from, double to)
    {
        const int Steps = 2000;
        var h = (to - from) / Steps;
        return h / 3 * Enumerable.Range(0, Steps + 1).Sum(i => function(from + i * h) * (i is 0 or Steps ? 1 : i % 2 == 1 ? 4 : 2));
    }
}
