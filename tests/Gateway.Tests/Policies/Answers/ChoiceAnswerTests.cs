using Gateway.Policies;

namespace Gateway.Tests.Policies.Answers;

public sealed class ChoiceAnswerTests
{
    [Theory]
    [InlineData("The answer is (C).", "C")]
    [InlineData("the answer is: B", "B")]
    [InlineData("answer is A. But no, the answer is D.", "A")]
    [InlineData("Answer: B\nOn reflection:\nanswer:  (E)", "E")]
    [InlineData("Answer: B, though the answer is C", "C")]
    [InlineData("It can't be A or B, so C", "C")]
    [InlineData("J", "J")]
    public void Extract_TextWithChoice_GivesTheLetter(string text, string expected) => Assert.Equal(expected, new ChoiceAnswer().Extract(text));

    [Theory]
    [InlineData("")]
    [InlineData("K is not among them")]
    [InlineData("Because")]
    [InlineData("the answer is c")]
    public void Extract_TextWithoutChoice_GivesNothing(string text) => Assert.Null(new ChoiceAnswer().Extract(text));
}
