using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

public sealed class RawAnswerTests
{
    [Fact]
    public void Extract_Text_IsAllOfItWithItsLines() => Assert.Equal(" a\n\tb \r\n", new RawAnswer().Extract(" a\n\tb \r\n"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t")]
    public void Extract_WhiteSpace_IsNone(string text) => Assert.Null(new RawAnswer().Extract(text));
}
