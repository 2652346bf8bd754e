using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Judging;

public sealed class ExpectedScoreTests
{
    [Theory]
    [InlineData("SCORE: 7", 7)]
    [InlineData("fine\n**SCORE: 7**", 7)]
    [InlineData("**Score**: 3", 3)]
    [InlineData("SCORE:**9**", 9)]
    [InlineData("SCORE: 7/9", 7)]
    [InlineData("The answer said SCORE: 9.\nSCORE: 2", 2)]
    [InlineData("SCORE: 4\nSCORE: high", 4)]
    public void Of_TextAlone_ReadsTheLastGrade(string text, double expected) => Assert.Equal(expected, Score(text));

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("SCORE: 10")]
    [InlineData("SCORE: 0")]
    [InlineData("SCORE: <1-9>")]
    public void Of_NoGrade_CouldNotTell(string text) => Assert.Equal(double.NegativeInfinity, Score(text));

    [Fact]
    public void Of_DigitsWithAndWithoutSpace_AreAddedUpAndRenormalised() =>
        Assert.Equal((7 * 0.5 + 8 * 0.3) / 0.8, Score("SCORE: 7", ("SCORE:", []), (" 7", [(" 7", 0.4), ("7", 0.1), (" 8", 0.3), (" N", 0.2)])), 9);

    [Fact]
    public void Of_LittleMassOnDigits_TakesTheWrittenGrade() =>
        Assert.Equal(7, Score("SCORE: 7", ("SCORE:", []), (" 7", [(" 7", 0.3), (" N", 0.7)])));

    [Fact]
    public void Of_ChosenTokenNotAmongTheTop_CountsToo() =>
        Assert.Equal((7 * 0.2 + 9 * 0.6) / 0.8, Score("SCORE: 7", ("SCORE: ", []), ("7", [("9", 0.6)])), 9);

    [Fact]
    public void Of_ScoreMentionedBefore_ReadsTheLastOnesPlace() =>
        Assert.Equal(2.5, Score("SCORE: 9 no\nSCORE: 2", ("SCORE: ", []), ("9", [("9", 1.0)]), (" no\nSCORE:", []), (" ", []), ("2", [("2", 0.5), ("3", 0.5)])), 9);

    [Fact]
    public void Of_GradeInsideALongerToken_TakesTheWrittenGrade() =>
        Assert.Equal(7, Score("SCORE: 7", ("SCORE: 7", [("SCORE: 7", 1.0)])));

    private static double Score(string text, params (string Token, (string Token, double Probability)[] Top)[] tokens)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, text));
        if (tokens.Length > 0)
        {
            response.SetLogprobs([.. tokens.Select(static token => new TokenLogprob(token.Token, Math.Log(Probability(token)))
            {
                Top = [.. token.Top.Select(static top => new TokenLogprob(top.Token, Math.Log(top.Probability)))],
            })]);
        }

        return ExpectedScore.Of(response);
    }

    private static double Probability((string Token, (string Token, double Probability)[] Top) token) =>
        token.Top.FirstOrDefault(top => top.Token == token.Token) is { Token: not null } own ? own.Probability : 0.2;
}
