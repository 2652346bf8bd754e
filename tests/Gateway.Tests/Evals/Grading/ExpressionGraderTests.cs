using Gateway.Evals.Grading;
using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Tests.Evals.Grading;

public sealed class ExpressionGraderTests
{
    private const string Puzzle = "4 5 6 10 -> 24";

    private static readonly string[] Answers =
        ["Answer: (10 - 4) * 4 = 24", "4 * (5 + 6) - 10 * 2", "Steps:\n10 - 4 = 6 (left: 5 6 6)\nAnswer: None", "6 / (10 - 5 - 5)", "((((4))))", "-(4 - 10)"];

    [Theory]
    [InlineData("(5 * (10 - 4)) - 6")]
    [InlineData("(5 * (10 - 4)) - 6 = 24")]
    [InlineData("Answer: (5 * (10 - 4)) - 6 = 24")]
    [InlineData("answer:5*(10-4)-6")]
    [InlineData("Steps:\n10 - 4 = 6 (left: 5 6 6)\nAnswer: 5 * (10 - 4) - 6 = 24\n")]
    [InlineData("Answer: none yet\nAnswer:\n5 * (10 - 4) - 6 = 24\nThat is it.")]
    [InlineData("5 \u00D7 (10 \u2212 4) \u2212 6")]
    [InlineData("5 x (10 - 4) - 6")]
    [InlineData("[5 * (10 - 4)] - 6")]
    [InlineData("-(6 - 5 * (10 - 4))")]
    [InlineData("5 * (10 - 4) - +6")]
    public void IsCorrect_EachNumberOnceMakesTheTarget_True(string answer) => Assert.True(new ExpressionGrader().IsCorrect(answer, Gold.Of(Puzzle)));

    [Theory]
    [InlineData("4 * 6 = 24")]
    [InlineData("(10 - 6) * (5 - 4) * 4 = 24")]
    [InlineData("5 * (10 - 4) - 6 + 0")]
    [InlineData("5 * (10 + 4) - 6 = 24")]
    [InlineData("24")]
    [InlineData("24 = 5 * (10 - 4) - 6")]
    [InlineData("5 * (10 - 4 - 6")]
    [InlineData("5 * (10 - 4)) - 6")]
    [InlineData("5 * (10 - 4] - 6")]
    [InlineData("5 (10 - 4) - 6")]
    [InlineData("5 * (10 - 4) - 6 != 24")]
    [InlineData("5 * (10 - 4) - 6\0")]
    [InlineData("5 ** (10 - 4) - 6")]
    [InlineData("5 * (10 - 4) - 6.0")]
    [InlineData("Answer: 5 * (10 - 4) - 6\nAnswer: None")]
    [InlineData("")]
    [InlineData("None")]
    public void IsCorrect_WhatBreaksARule_False(string answer) => Assert.False(new ExpressionGrader().IsCorrect(answer, Gold.Of(Puzzle)));

    [Theory]
    [InlineData("3 3 8 8 -> 24", "8 / (3 - 8 / 3)", true)]
    [InlineData("5 5 5 1 -> 24", "5 * (5 - 1 / 5)", true)]
    [InlineData("1 1 1 24 -> 24", "24 / (1 - 1) * 1", false)]
    [InlineData("1 1 1 24 -> 24", "24 + 0 / 1", false)]
    [InlineData("1 2 -> -1", "1 - 2", true)]
    [InlineData("44 19 35 ~> 98", "44 + 19 + 35", true)]
    [InlineData("44 19 35 ~> 63", "44 + 19", true)]
    [InlineData("44 19 35 ~> 88", "44 + 44", false)]
    [InlineData("44 19 35 -> 63", "44 + 19", false)]
    [InlineData("44 19 35", "44 + 19", false)]
    [InlineData("44 b -> 44", "44", false)]
    [InlineData("44 -> x", "44", false)]
    public void IsCorrect_OtherPuzzles_AsTheGoldSays(string gold, string answer, bool expected) =>
        Assert.Equal(expected, new ExpressionGrader().IsCorrect(answer, Gold.Of(gold)));

    [Fact]
    public void IsCorrect_HostileText_EndsInFalse()
    {
        string[] texts =
        [
            new('(', 1999), new('-', 1999), new('9', 1999), "5" + new string(')', 1999), string.Concat(Enumerable.Repeat("9*", 999)) + "9",
            string.Concat(Enumerable.Repeat("1/7+", 490)) + "1", new(' ', 100_000), string.Concat(Enumerable.Repeat("Answer:", 20_000)),
        ];
        foreach (var text in texts) Assert.False(new ExpressionGrader().IsCorrect(text, Gold.Of(Puzzle)));
    }

    [Fact]
    public void IsCorrect_SpoiledAnswers_NeverThrows()
    {
        foreach (var text in Mutations.Of(Answers, 20_000))
        {
            new ExpressionGrader().IsCorrect(text, Gold.Of(Puzzle));
            new ExpressionGrader().IsCorrect("4", Gold.Of(text));
            Assert.Equal(AnswerLine.Read(text), AnswerLine.Read(AnswerLine.Read(text)));
        }
    }
}
