using Gateway.Evals.Grading;

namespace Gateway.Tests.Evals.Grading;

public sealed class NumberGraderTests
{
    private static readonly string[] Golds =
        ["# 3", "#### 1,234", "64", "# 40,000", "-7", "0.5", "$12.50", "3/4", "1 1/2", "1e3", "20%", "# -1,000,000", "105 pounds", ".25", "9e999", "1 000"];

    [Theory]
    [InlineData("3", "# 3")]
    [InlineData("3.0", "3")]
    [InlineData("3.00", "#### 3")]
    [InlineData("1234", "#### 1,234")]
    [InlineData("$1,234.00", "1234")]
    [InlineData("\\$5,600", "# 5600")]
    [InlineData("54 miles", "# 54")]
    [InlineData("12 cm^2", "12")]
    [InlineData("12km/h", "12")]
    [InlineData("20%", "20")]
    [InlineData("20\\%", "# 20")]
    [InlineData("**42**", "42")]
    [InlineData("42.", "42")]
    [InlineData(" 42\n", "42")]
    [InlineData(".5", "0.5")]
    [InlineData("1/2", "0.5")]
    [InlineData("6/4", "1 1/2")]
    [InlineData("4.2e1", "42")]
    [InlineData("-$5", "-5")]
    [InlineData("$-5", "-5")]
    [InlineData("\u22125", "-5")]
    [InlineData("+5", "5")]
    [InlineData("0", "-0.0")]
    [InlineData("123456789012345678901234567890", "123,456,789,012,345,678,901,234,567,890.0")]
    public void IsCorrect_TheSameNumber_True(string answer, string gold)
    {
        Assert.True(new NumberGrader().IsCorrect(answer, Gold.Of(gold)));
        Assert.True(new NumberGrader().IsCorrect(gold, Gold.Of(answer)));
    }

    [Theory]
    [InlineData("4", "# 3")]
    [InlineData("0.33", "1/3")]
    [InlineData("3.0000000000000000000000000000000001", "3")]
    [InlineData("123456789012345678901234567891", "123456789012345678901234567890")]
    [InlineData("-5", "5")]
    [InlineData("1,2", "12")]
    [InlineData("12,34", "1234")]
    [InlineData("1,2345", "12345")]
    [InlineData("3 4", "34")]
    [InlineData("3 = 3", "3")]
    [InlineData("3 + 0", "3")]
    [InlineData("12 hours 30 minutes", "12")]
    [InlineData("three", "3")]
    [InlineData("about 3", "3")]
    [InlineData("1/0", "1")]
    [InlineData("1e1000", "10")]
    [InlineData("1e99999999999", "10")]
    [InlineData("", "0")]
    [InlineData("$", "0")]
    [InlineData(".", "0")]
    [InlineData("\u0663", "3")]
    public void IsCorrect_AnotherNumberOrNone_False(string answer, string gold) => Assert.False(new NumberGrader().IsCorrect(answer, Gold.Of(gold)));

    [Fact]
    public void IsCorrect_WhatIsNoNumberOnBothSides_False() => Assert.False(new NumberGrader().IsCorrect("none", Gold.Of("none")));

    [Fact]
    public void IsCorrect_TheGoldItself_True()
    {
        foreach (var gold in Golds[..^1]) Assert.True(new NumberGrader().IsCorrect(gold, Gold.Of(gold)), gold);
    }

    [Fact]
    public void IsCorrect_SpoiledNumbers_NeverThrowsAndIsSymmetric()
    {
        foreach (var text in Mutations.Of(Golds, 5000))
        {
            foreach (var gold in Golds)
                Assert.Equal(new NumberGrader().IsCorrect(text, Gold.Of(gold)), new NumberGrader().IsCorrect(gold, Gold.Of(text)));
        }
    }

    [Theory]
    [InlineData('9')]
    [InlineData(',')]
    [InlineData('$')]
    [InlineData('^')]
    [InlineData(' ')]
    public void IsCorrect_TwoThousandOfOneSign_EndsAndIsNotThree(char sign)
    {
        Assert.False(new NumberGrader().IsCorrect(new string(sign, 2000), Gold.Of("3")));
        Assert.False(new NumberGrader().IsCorrect("3 c" + new string(sign, 1990) + "1", Gold.Of("3")));
    }
}
