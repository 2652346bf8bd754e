using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class PassAtKTests
{
    [Theory]
    // 1 - C(3,3) / C(5,3) = 1 - 1/10.
    [InlineData(5, 2, 3, 0.9)]
    // k = 1 is the share of right samples.
    [InlineData(8, 3, 1, 3.0 / 8)]
    [InlineData(8, 0, 8, 0)]
    [InlineData(8, 1, 8, 1)]
    // More than n-k right: every draw holds one.
    [InlineData(5, 3, 3, 1)]
    // One right sample is among the k drawn with chance k/n; the binomials themselves overflow.
    [InlineData(10_000, 1, 2_500, 0.25)]
    public void Of_HandComputedCounts_IsThat(int n, int correct, int k, double chance) => Assert.Equal(chance, PassAtK.Of(n, correct, k), 1e-12);

    [Fact]
    public void Of_UpToEightSamples_IsTheEnumeration()
    {
        for (var n = 1; n <= 8; n++)
        {
            for (var correct = 0; correct <= n; correct++)
            {
                for (var k = 1; k <= n; k++)
                {
                    Assert.Equal(Draws.Of(n, k).Average(draw => draw.Any(sample => sample < correct) ? 1.0 : 0.0), PassAtK.Of(n, correct, k), 1e-12);
                }
            }
        }
    }

    [Theory]
    [InlineData(5, 6, 1)]
    [InlineData(5, -1, 1)]
    [InlineData(5, 2, 0)]
    [InlineData(5, 2, 6)]
    public void Of_ImpossibleCounts_Throws(int n, int correct, int k) => Assert.Throws<ArgumentOutOfRangeException>(() => PassAtK.Of(n, correct, k));
}
