using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class FusionOfNTests
{
    private static readonly PolicyDefinition Fused = Fusion();

    [Fact]
    public async Task Answer_DraftsDiffer_IsWhatTheFuserWrites()
    {
        var fuser = Fuser("white");

        var answer = await TestRun.With(Drafts("red", "green", "blue"), fuser).AskAsync(Fused);

        Assert.Equal(("white", "f", 4), (answer.Text, answer.Record.Model, answer.Spend.Calls));
        Assert.Equal("fuse", answer.Calls[^1].Role);
        Assert.Equal("f is given 3 distinct drafts, 0 of them cut to its context; 3 of 3 samples are drafts", answer.Why("fuse"));
    }

    [Fact]
    public async Task Answer_Streamed_ComesAsTheFuserMakesIt()
    {
        var answer = await TestRun.With(Drafts("red", "green", "blue"), Fuser("one two three")).AskAsync(Fused, TestRun.Request("q") with { Streaming = true });

        Assert.Equal(["one", " two", " three"], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
    }

    [Fact]
    public async Task Answer_NoFuserNamed_IsFusedByTheFirstModel()
    {
        var model = Drafts("red", "green").Says("white");

        Assert.Equal("white", (await TestRun.With(model).AskAsync(Yaml.Policy("kind: fusion-of-n\nmodel: m\nn: 2"))).Text);
    }

    [Fact]
    public async Task Answer_AllDraftsEqual_AsksNoFuser()
    {
        var fuser = Fuser("white");

        var answer = await TestRun.With(Drafts("red", "red", "red"), fuser).AskAsync(Fused);

        Assert.Equal(("red", 0), (answer.Text, fuser.Calls));
        Assert.Equal("all drafts say the same; no fuser was asked; 3 of 3 samples are drafts", answer.Why("winner"));
    }

    [Fact]
    public async Task Answer_EqualDrafts_AreShownOnce()
    {
        var fuser = Fuser("white");

        await TestRun.With(Drafts("red", "green", "red"), fuser).AskAsync(Fused);

        Assert.Equal(["green", "red"], Shown(fuser).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Answer_EmptyRefusedAndFailedDrafts_AreDropped()
    {
        var model = ScriptedModel.Named("m").Says(
            " ", new ScriptedAnswer("I will n") { Finish = ChatFinishReason.ContentFilter }, ScriptedAnswer.Failing(FaultKind.Upstream), "red", "green");
        var fuser = Fuser("white");

        var answer = await TestRun.With(model, fuser).AskAsync(Fusion(n: 5));

        Assert.Equal(["green", "red"], Shown(fuser).Order(StringComparer.Ordinal));
        Assert.EndsWith("2 of 5 samples are drafts, 1 empty, 1 failed, 1 refused", answer.Why("fuse"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_OneDraftLeft_IsTheAnswer()
    {
        var fuser = Fuser("white");
        var model = ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.Timeout), "red", "");

        var answer = await TestRun.With(model, fuser).AskAsync(Fused);

        Assert.Equal(("red", 0), (answer.Text, fuser.Calls));
        Assert.StartsWith("one draft is left", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_NoDraft_SaysWhy()
    {
        var model = ScriptedModel.Named("m").Says("", new ScriptedAnswer("") { Finish = ChatFinishReason.ContentFilter }, ScriptedAnswer.Failing(FaultKind.Upstream, "it is down"));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model, Fuser("white")).AskAsync(Fused));

        Assert.Equal("m: the answer is empty; m: the model refused to answer; m: it is down", exception.Message);
    }

    [Theory]
    [InlineData("it is 7", "7 it is", 0)]
    [InlineData("it is 7", "none", 0)]
    [InlineData("it is 7", "it is 8", 1)]
    [InlineData("none", "nothing", 1)]
    public async Task Answer_WhenTheyDisagree_IsFusedOnlyThen(string first, string second, int fusions)
    {
        var fuser = Fuser("white");

        var answer = await TestRun.With(Drafts(first, second), fuser).AskAsync(Fusion("when: disagree\nanswer: number", n: 2));

        Assert.Equal((fusions == 0 ? first : "white", fusions), (answer.Text, fuser.Calls));
        Assert.Equal("majority", Assert.Single(answer.Record.Events.OfType<Scored>()).Scorer);
    }

    [Fact]
    public async Task Answer_QuorumIsThere_CancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Says("red", "green", new ScriptedAnswer("blue").When(never.Task));
        var fuser = Fuser("white");

        var answer = await TestRun.With(model, fuser).AskAsync(Fusion("quorum: 2"));

        Assert.Equal(("white", 1, 0), (answer.Text, model.Cancelled, model.Active));
        Assert.Equal(2, Shown(fuser).Length);
        Assert.EndsWith("2 of 3 samples are drafts, 1 late", answer.Why("fuse"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 3)]
    [InlineData(1000, 2)]
    public async Task Answer_Grace_IsHowLongAStragglerGets(int milliseconds, int shown)
    {
        var model = ScriptedModel.Named("m").Says("red", "green", new ScriptedAnswer("blue").After(TimeSpan.FromMilliseconds(milliseconds)));
        var fuser = Fuser("white");
        var test = TestRun.With(model, fuser);

        var asked = test.AskAsync(Fusion("quorum: 2\ngrace_ms: 300"));
        Assert.Equal((0, 1), (fuser.Calls, model.Active));
        test.Time.Advance(TimeSpan.FromMilliseconds(Math.Min(milliseconds, 300)));
        var answer = await asked;

        Assert.Equal(("white", shown, 3 - shown), (answer.Text, Shown(fuser).Length, model.Cancelled));
    }

    [Fact]
    public async Task Answer_QuorumCannotBeReached_IsFusedFromWhatThereIs()
    {
        var model = ScriptedModel.Named("m").Says("red", "green", ScriptedAnswer.Failing(FaultKind.Upstream), ScriptedAnswer.Failing(FaultKind.Upstream));

        Assert.Equal("white", (await TestRun.With(model, Fuser("white")).AskAsync(Fusion("quorum: 3", n: 4))).Text);
    }

    [Fact]
    public async Task Answer_MostDraftsCallTools_IsTheMostFrequentCallVerbatim()
    {
        var first = ScriptedAnswer.Calling("search", ("q", "x"));
        var second = ScriptedAnswer.Calling("weather", ("city", "Rome"), ("days", 3));
        var third = ScriptedAnswer.Calling("weather", ("days", 3), ("city", "Rome"));
        var fuser = Fuser("white");

        var answer = await TestRun.With(ScriptedModel.Named("m").Says("text", "text", first, second, third), fuser).AskAsync(Fusion(n: 5));

        Assert.Same(second.ToolCalls[0], Assert.Single(answer.Updates.SelectMany(static update => update.Contents).OfType<FunctionCallContent>()));
        Assert.Equal(0, fuser.Calls);
        Assert.StartsWith("most drafts call tools", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Answer_FewDraftsCallTools_IsFused()
    {
        var fuser = Fuser("white");

        await TestRun.With(ScriptedModel.Named("m").Says(ScriptedAnswer.Calling("search", ("q", "x")), "red"), fuser).AskAsync(Fusion(n: 2));

        Assert.Contains("""[calls tool] search {"q":"x"}""", Shown(fuser));
    }

    [Theory]
    [InlineData("kind: fusion-of-n\nmodel: m\nn: 3\nquorum: 4", "quorum: 4 is more than the 3 samples that are drawn; give 1 to 3")]
    [InlineData("kind: fusion-of-n\nmodel: m\nuser: 'Answer: {{$task}}'", "user: neither system nor user has {{$drafts}}")]
    [InlineData("kind: fusion-of-n\nmodel: m\nwhen: often", "when: 'often' is not legal; give always, disagree")]
    [InlineData("kind: fusion-of-n\nmodel: m\ngrace_ms: -1", "grace_ms: '-1' is not legal")]
    public void File_OptionsThatCannotBe_AreRefused(string body, string message) =>
        Assert.Contains(Yaml.Problems($"name: p\n{body}"), problem => problem.Contains(message, StringComparison.Ordinal));

    /// <summary>The drafts as the fuser was shown them, in order.</summary>
    internal static string[] Shown(ScriptedModel fuser)
    {
        var text = Assert.Single(fuser.Requests).Text;
        var drafts = new List<string>();
        for (var number = 1; ; number++)
        {
            var start = text.IndexOf($"Draft {number}:\n", StringComparison.Ordinal);
            if (start < 0) return [.. drafts];
            start = text.IndexOf('\n', start) + 1;
            drafts.Add(text[start..text.IndexOf("\n\n", start, StringComparison.Ordinal)]);
        }
    }

    internal static PolicyDefinition Fusion(string more = "", int n = 3) => Yaml.Policy($"kind: fusion-of-n\nmodel: m\nn: {n}\nfuser: f\n{more}");

    internal static ScriptedModel Drafts(params string[] texts) => ScriptedModel.Named("m").Says([.. texts.Select(static text => (ScriptedAnswer)text)]);

    internal static ScriptedModel Fuser(ScriptedAnswer answer) => ScriptedModel.Named("f").Says(answer);
}
