using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class ShardTests
{
    [Theory]
    [InlineData("0/4", 0, 4)]
    [InlineData("3/4", 3, 4)]
    [InlineData("4/4", 0, 4)]
    [InlineData("1/1", 0, 1)]
    [InlineData("0/1", 0, 1)]
    [InlineData("9999/10000", 9999, 10000)]
    public void TryParse_Legal_IsThePart(string text, int index, int count) => Assert.Equal(new Shard(index, count), Shard.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("/")]
    [InlineData("4/3")]
    [InlineData("0/0")]
    [InlineData("1/10001")]
    [InlineData("-1/4")]
    [InlineData("1/-4")]
    [InlineData("+1/4")]
    [InlineData(" 1/4")]
    [InlineData("1/4/4")]
    [InlineData("1,0/4")]
    [InlineData("1.0/4")]
    [InlineData("99999999999/4")]
    public void TryParse_Illegal_IsNone(string text) => Assert.Null(Shard.TryParse(text));

    [Fact]
    public void ToString_Always_CanBeParsed() => Assert.Equal("0/4", Shard.TryParse("4/4")!.ToString());
}
