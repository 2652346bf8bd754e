using Gateway.Policies;

namespace Gateway.Tests.Policies.Answers;

public sealed class NumberAnswerTests
{
    [Theory]
    [InlineData("The sum is 42.", "42")]
    [InlineData("first 1, then 2, so 3", "3")]
    [InlineData("1,234.50", "1234.5")]
    [InlineData("1,234,567 apples", "1234567")]
    [InlineData("-3", "-3")]
    [InlineData("x = \u22123", "-3")]
    [InlineData("1e5", "100000")]
    [InlineData("2.5E-3", "0.0025")]
    [InlineData("42.0", "42")]
    [InlineData("0042", "42")]
    [InlineData("-0", "0")]
    [InlineData(".5", "0.5")]
    [InlineData("It costs $3.", "3")]
    [InlineData("5km", "5")]
    [InlineData("10-3", "3")]
    [InlineData("(7)-2", "2")]
    [InlineData("1.2.3", "3")]
    [InlineData("74+73=147;147+11=158####158", "158")]
    [InlineData("123456789012345678901234567890123", "123456789012345678901234567890123")]
    public void Extract_TextWithNumbers_GivesTheLastNormalised(string text, string expected) => Assert.Equal(expected, new NumberAnswer().Extract(text));

    [Theory]
    [InlineData("")]
    [InlineData("no number here")]
    [InlineData("-, . e")]
    [InlineData("\u0663")]
    public void Extract_TextWithoutNumber_GivesNothing(string text) => Assert.Null(new NumberAnswer().Extract(text));

    [Fact]
    public void Extract_LongText_TakesLinearTime()
    {
        var text = new string('1', 200_000) + string.Concat(Enumerable.Repeat(",1", 100_000)) + " 7";

        Assert.Equal("7", new NumberAnswer().Extract(text));
    }
}
