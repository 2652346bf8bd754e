using Gateway.Policies;

namespace Gateway.Tests.Policies.Answers;

public sealed class BoxedAnswerTests
{
    [Theory]
    [InlineData(@"so \boxed{42}.", "42")]
    [InlineData(@"\boxed{\frac{1}{2}}", @"\frac{1}{2}")]
    [InlineData(@"\boxed{1} and then \boxed{2}", "2")]
    [InlineData(@"\boxed{1} and then \boxed{2", "1")]
    [InlineData(@"\boxed { a  b }", "a b")]
    [InlineData(@"\boxed{\{1, 2\}}", @"\{1, 2\}")]
    [InlineData(@"\boxed{\}}", @"\}")]
    public void Extract_TextWithBox_GivesTheLastClosedBody(string text, string expected) => Assert.Equal(expected, new BoxedAnswer().Extract(text));

    [Theory]
    [InlineData("")]
    [InlineData("42")]
    [InlineData(@"\boxed{}")]
    [InlineData(@"\boxed 4")]
    [InlineData(@"\boxed{")]
    [InlineData(@"\boxed{\")]
    [InlineData(@"\boxed")]
    public void Extract_TextWithoutBox_GivesNothing(string text) => Assert.Null(new BoxedAnswer().Extract(text));
}
