using System.Text;
using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class SuiteGraderTests
{
    private const string Body = "kind: best-of-n\nmodel: m\nn: 3\nselect: {by: verifier, grader: suite}";

    [Fact]
    public async Task Answer_InAnEvaluation_IsTheFirstThatTheRequestsGraderTakes()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("wrong", "right", "right too")).AskAsync(Legal(Body), Graded(static text => text.StartsWith("right", StringComparison.Ordinal)));

        Assert.Equal("right", answer.Text);
        Assert.Equal([0, 1], Assert.Single(answer.Record.Events.OfType<Scored>()).Scores.Select(static score => (int)score.Score!));
    }

    [Fact]
    public async Task Answer_GraderTakesNone_IsTheFirst() =>
        Assert.Equal("a", (await TestRun.With(ScriptedModel.Named("m").Says("a", "b", "c")).AskAsync(Legal(Body), Graded(static _ => false))).Text);

    [Fact]
    public async Task Answer_InsideAnotherPolicy_AsksTheSameGrader()
    {
        var outer = Legal("kind: direct\nmodel: inner", "outer");
        var test = TestRun.With(ScriptedModel.Named("m").Says("a", "b", "c")).Knowing(Legal(Body, "inner"));

        Assert.Equal("b", (await test.AskAsync(outer, Graded(static text => text == "b"))).Text);
    }

    [Fact]
    public async Task Answer_OutsideOfAnEvaluation_IsABugAndSaysSo()
    {
        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => TestRun.With(ScriptedModel.Named("m").Always("a")).AskAsync(Legal(Body)));

        Assert.Contains("outside of an evaluation", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhenServing_IsRefusedWithWhatIsLegal() =>
        Assert.Equal(
            "policies/p.yaml:5:32: select.grader: a suite's grader is only there in an evaluation; give regex or json_schema",
            Assert.Single(Read(Body, ReadingPurpose.Serving).Problems).ToString());

    [Theory]
    [InlineData(ReadingPurpose.Evaluation)]
    [InlineData(ReadingPurpose.Fitting)]
    public void Read_InAnEvaluation_IsLegal(ReadingPurpose purpose) => Assert.Empty(Read(Body, purpose).Problems);

    [Theory]
    [InlineData("Suite")]
    [InlineData("gold")]
    public void Read_AnotherWord_IsRefused(string word) =>
        Assert.Equal(
            $"policies/p.yaml:5:32: select.grader: '{word}' is not legal; give suite",
            Assert.Single(Read(Body.Replace("suite", word, StringComparison.Ordinal), ReadingPurpose.Evaluation).Problems).ToString());

    [Fact]
    public void Read_GraderAndRegex_ExcludeEachOther() =>
        Assert.Contains(
            "regex and grader exclude each other",
            Assert.Single(Read("kind: best-of-n\nmodel: m\nselect: {by: verifier, grader: suite, regex: a}", ReadingPurpose.Evaluation).Problems).Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(Body, true)]
    [InlineData("kind: best-of-n\nmodel: m\nselect: {by: verifier, regex: a}", false)]
    [InlineData("kind: best-of-n\nmodel: m", false)]
    [InlineData("kind: direct\nmodel: m", false)]
    public void Plan_AsksSuiteGrader_OnlyWhereItDoes(string body, bool asks) =>
        Assert.Equal(asks, ((IPlannedPolicy)Legal(body).Policy).Plan().AsksSuiteGrader);

    private static RunRequest Graded(Func<string, bool> isRight)
    {
        var options = new ChatOptions();
        options.SetSuiteGrader(isRight);
        return TestRun.Request("question", options);
    }

    private static PolicyDefinition Legal(string body, string name = "p")
    {
        var file = Read(body, ReadingPurpose.Evaluation, name);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    private static PolicyFile Read(string body, ReadingPurpose purpose, string name = "p") =>
        PolicyFile.Read($"policies/{name}.yaml", Encoding.UTF8.GetBytes($"name: {name}\n{body}"), purpose);
}
