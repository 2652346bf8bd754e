using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class ExpectedBestOfKTests
{
    // Few scores, so that ties are common.
    private static readonly Gen<(double, double)[]> Samples = Gen.Select(Gen.Int[0, 4].Select(static score => (double)score), Gen.Double[0, 1]).Array[1, 8];

    [Fact]
    public void Of_ThreeSamplesDrawTwo_IsTheSumByHand()
    {
        // By score the qualities are 0, 1, 0.5: weights C(1,1)/C(3,2) = 1/3 and C(2,1)/C(3,2) = 2/3, so 1/3 · 1 + 2/3 · 0.5.
        Assert.Equal(2.0 / 3, ExpectedBestOfK.Of([(0.9, 0.5), (0.1, 0), (0.4, 1)], 2), 1e-12);
    }

    [Fact]
    public void Of_UpToEightSamples_IsTheEnumeration() => Samples.Sample(static samples =>
    {
        for (var k = 1; k <= samples.Length; k++)
        {
            var enumerated = Draws.Of(samples.Length, k).Average(draw =>
            {
                var best = draw.Max(sample => samples[sample].Item1);
                return draw.Where(sample => samples[sample].Item1 == best).Average(sample => samples[sample].Item2);
            });
            Assert.Equal(enumerated, ExpectedBestOfK.Of(samples, k), 1e-12);
        }
    });

    [Fact]
    public void Of_ScoreIsCorrectness_IsPassAtK()
    {
        var samples = Enumerable.Range(0, 40).Select(static sample => (sample % 5 == 0 ? 1.0 : 0.0, sample % 5 == 0 ? 1.0 : 0.0)).ToArray();

        for (var k = 1; k <= 40; k++) Assert.Equal(PassAtK.Of(40, 8, k), ExpectedBestOfK.Of(samples, k), 1e-12);
    }

    [Fact]
    public void Of_EqualScores_IsTheMeanQuality() => Assert.Equal(0.25, ExpectedBestOfK.Of([(1, 0), (1, 1), (1, 0), (1, 0)], 3), 1e-12);

    [Fact]
    public void Of_ScoreThatIsNoNumber_IsTheLowest() => Assert.Equal(1, ExpectedBestOfK.Of([(double.NaN, 0), (double.NegativeInfinity, 1)], 2), 1e-12);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Of_ImpossibleK_Throws(int k) => Assert.Throws<ArgumentOutOfRangeException>(() => ExpectedBestOfK.Of([(1, 0), (2, 1)], k));
}
