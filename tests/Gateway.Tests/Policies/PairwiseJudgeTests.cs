using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class PairwiseJudgeTests
{
    private static readonly PolicyDefinition Compared = Yaml.Policy(
        "kind: best-of-n\nmodel: m\nn: 3\nselect: { by: judge-pairwise, model: j, user: '{{$answer_a}} or {{$answer_b}}' }");

    [Fact]
    public async Task Answer_JudgePrefersOneByContent_IsTheLastLeft()
    {
        var judge = ScriptedModel.Named("j").Replies(static request => Prefer(request.Text, "blue", "green", "red"));

        var answer = await TestRun.With(Says("red", "green", "blue"), judge).AskAsync(Compared);

        Assert.Equal("blue", answer.Text);
        Assert.Equal(["red or green", "green or red", "green or blue", "blue or green"], judge.Requests.Select(static request => request.Text));
        Assert.Equal([0, 1, 1], Assert.Single(answer.Record.Events.OfType<Scored>()).Scores.Select(static score => (int)score.Score!));
        Assert.Equal([0, 1, 2, 3], answer.Calls.Where(static call => call.Role == "judge").Select(static call => call.SampleIndex).Order());
    }

    [Theory]
    [InlineData("WINNER: A")]
    [InlineData("WINNER: B")]
    [InlineData("WINNER: TIE")]
    [InlineData("Both are fine.")]
    public async Task Answer_JudgeLooksAtThePlaceOnly_KeepsTheFirst(string verdict)
    {
        var answer = await TestRun.With(Says("red", "green", "blue"), ScriptedModel.Named("j").Always(verdict)).AskAsync(Compared);

        Assert.Equal("red", answer.Text);
    }

    [Fact]
    public async Task Answer_OneOpinionFails_TheOtherCounts()
    {
        var judge = ScriptedModel.Named("j").Says(
            ScriptedAnswer.Failing(FaultKind.Upstream), "**WINNER: A**", "WINNER: A\nno, winner: tie", ScriptedAnswer.Failing(FaultKind.Timeout));

        Assert.Equal("green", (await TestRun.With(Says("red", "green", "blue"), judge).AskAsync(Compared)).Text);
    }

    [Fact]
    public async Task Answer_EqualCandidates_AreNotCompared()
    {
        var judge = ScriptedModel.Named("j").Always("WINNER: A");

        var two = await TestRun.With(Says("red", "green", "red"), judge).AskAsync(Compared);
        var one = await TestRun.With(Says("red", "red", "red"), judge).AskAsync(Compared);

        Assert.Equal(("red", "red", 2), (two.Text, one.Text, judge.Calls));
    }

    private static ScriptedModel Says(params string[] texts) => ScriptedModel.Named("m").Says([.. texts.Select(static text => (ScriptedAnswer)text)]);

    private static string Prefer(string pair, params string[] order)
    {
        var sides = pair.Split(" or ");
        return Array.IndexOf(order, sides[0]) < Array.IndexOf(order, sides[1]) ? "WINNER: A" : "WINNER: B";
    }
}
