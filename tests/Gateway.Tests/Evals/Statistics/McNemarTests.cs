using System.Numerics;
using CsCheck;
using Gateway.Evals.Statistics;
using MathNet.Numerics;

namespace Gateway.Tests.Evals.Statistics;

public sealed class McNemarTests
{
    [Theory]
    // P(X ≤ 1) of Binomial(6, 1/2) is (1 + 6) / 64: p = 14/64, less P(X = 1) = 6/64.
    [InlineData(1, 5, 14.0 / 64, 8.0 / 64)]
    // P(X ≤ 0) of Binomial(10, 1/2) is 1/1024.
    [InlineData(10, 0, 2.0 / 1024, 1.0 / 1024)]
    [InlineData(4, 4, 1, 1)]
    [InlineData(0, 0, 1, 1)]
    // P(X ≤ 1) of Binomial(3, 1/2) is 4/8, so that p is 1; mid-p takes P(X = 1) = 3/8 off.
    [InlineData(1, 2, 1, 5.0 / 8)]
    public void Of_HandComputedCounts_IsThat(int onlyA, int onlyB, double p, double midP)
    {
        var result = McNemar.Of(onlyA, onlyB);

        Assert.Equal(p, result.P, 1e-12);
        Assert.Equal(midP, result.MidP, 1e-12);
    }

    [Fact]
    public void Of_AnyCounts_IsTheSumInIntegers() => Gen.Select(Gen.Int[0, 150], Gen.Int[0, 150]).Where(static (onlyA, onlyB) => onlyA != onlyB).Sample(static (onlyA, onlyB) =>
    {
        var (n, smaller) = (onlyA + onlyB, Math.Min(onlyA, onlyB));
        var (ways, all) = (BigInteger.One, BigInteger.One);
        for (var i = 1; i <= smaller; i++) all += ways = ways * (n - i + 1) / i;
        var p = Math.Exp(BigInteger.Log(all * 2) - n * Constants.Ln2);
        var atSmaller = Math.Exp(BigInteger.Log(ways) - n * Constants.Ln2);

        var result = McNemar.Of(onlyA, onlyB);
        return Math.Abs(result.P - p) <= 1e-9 * p && Math.Abs(result.MidP - (p - atSmaller)) <= 1e-9 * p;
    });

    [Fact]
    public void Of_SwappedPolicies_IsTheSame() => Assert.Equal(McNemar.Of(31, 18), McNemar.Of(18, 31));

    [Fact]
    public void Of_NegativeCount_Throws() => Assert.Throws<ArgumentOutOfRangeException>(static () => McNemar.Of(-1, 3));
}
