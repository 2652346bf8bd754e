using System.Text.RegularExpressions;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Answers;

public sealed class TextAnswerTests
{
    [Theory]
    [InlineData("  a \n\t b\r\nc ", "a b c")]
    [InlineData("a\u00a0b", "a b")]
    [InlineData("a", "a")]
    [InlineData(" \n ", null)]
    [InlineData("", null)]
    public void Whole_AnyText_FoldsWhiteSpace(string text, string? expected) => Assert.Equal(expected, WholeAnswer.Instance.Extract(text));

    [Theory]
    [InlineData("work\n  the   answer \n\n ", "the answer")]
    [InlineData("one line", "one line")]
    [InlineData("a\r\nb\r\n", "b")]
    [InlineData("\n\n", null)]
    public void LastLine_AnyText_GivesTheLastThatIsNotBlank(string text, string? expected) => Assert.Equal(expected, new LastLineAnswer().Extract(text));

    [Theory]
    [InlineData("####(.*)$", "ee:2;ch:2#### 3 ", "3")]
    [InlineData("a|b", "xbx", "b")]
    [InlineData("(x)?y", "y", null)]
    [InlineData("####(.*)$", "none", null)]
    public void Regex_AnyText_GivesTheFirstGroup(string pattern, string text, string? expected) =>
        Assert.Equal(expected, new RegexAnswer(new Regex(pattern, RegexOptions.NonBacktracking)).Extract(text));

    [Fact]
    public void Regex_PatternThatBacktracksForever_IsQuick()
    {
        var file = Yaml.Policy("kind: direct\nmodel: m\nanswer: { regex: '(a+)+$' }");

        Assert.Null(((AnsweringOptions)file.Options).Answer.Extract(new string('a', 100_000) + "b"));
    }
}
