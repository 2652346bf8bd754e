using CsCheck;
using Gateway.Evals.Statistics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class ExpectedVoteOfKTests
{
    // Few answers, so that ties are common; null does not vote.
    private static readonly Gen<(string?, double)[]> Samples =
        Gen.Select(Gen.Int[0, 4].Select(static drawn => drawn == 0 ? null : $"{drawn}"), Gen.Double[0, 1]).Array[1, 8];

    [Fact]
    public void Of_TwoAgainstOne_IsTheSumByHand()
    {
        (string?, double)[] samples = [("a", 1), ("a", 1), ("b", 0)];

        // One sample: 2 of 3 are right. Two: {a, a} is right and {a, b}, drawn in two ways, is right half the time. Three: a wins.
        Assert.Equal(2.0 / 3, ExpectedVoteOfK.Of(samples, 1), 1e-12);
        Assert.Equal(2.0 / 3, ExpectedVoteOfK.Of(samples, 2), 1e-12);
        Assert.Equal(1, ExpectedVoteOfK.Of(samples, 3), 1e-12);
    }

    [Fact]
    public void Of_UpToEightSamples_IsTheEnumeration() => Samples.Sample(static samples =>
    {
        for (var k = 1; k <= samples.Length; k++)
        {
            var enumerated = Draws.Of(samples.Length, k).Average(draw =>
            {
                var answers = draw.Where(sample => samples[sample].Item1 is not null).ToLookup(sample => samples[sample].Item1, sample => samples[sample].Item2);
                if (answers.Count == 0) return 0;
                var most = answers.Max(static answer => answer.Count());
                return answers.Where(answer => answer.Count() == most).Average(static answer => answer.Average());
            });
            Assert.Equal(enumerated, ExpectedVoteOfK.Of(samples, k), 1e-12);
        }
    });

    [Fact]
    public void Of_AThousandSamples_StaysAChance()
    {
        var samples = Enumerable.Range(0, 1000).Select(static (string?, double) (sample) => (sample % 10 < 4 ? "right" : $"wrong {sample % 10}", sample % 10 < 4 ? 1.0 : 0.0)).ToArray();

        // 40 % right against six wrong answers of 10 % each: more votes make the right one near certain.
        Assert.Equal(0.4, ExpectedVoteOfK.Of(samples, 1), 1e-9);
        Assert.InRange(ExpectedVoteOfK.Of(samples, 32), 0.97, 1 + 1e-9);
    }

    [Fact]
    public void Of_MoreSamplesThanADoubleCounts_Throws() =>
        Assert.Throws<ArgumentOutOfRangeException>(static () => ExpectedVoteOfK.Of([.. Enumerable.Repeat<(string?, double)>(("a", 1), 1001)], 3));
}
