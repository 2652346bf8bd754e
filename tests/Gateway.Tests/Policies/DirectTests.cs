using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class DirectTests
{
    private static readonly PolicyDefinition Policy = Yaml.Policy("kind: direct\nmodel: m\nsampling: { temperature: 0.2, max_tokens: 50 }");

    [Fact]
    public async Task Answer_Streamed_ComesAsTheModelMakesIt()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("one two three")).AskAsync(Policy, TestRun.Request("q") with { Streaming = true });

        Assert.Equal(["one", " two", " three"], answer.Updates.Select(static update => update.Text).Where(static text => text.Length > 0));
        Assert.Equal("answer", Assert.Single(answer.Calls).Role);
    }

    [Fact]
    public async Task Answer_PolicyFromAFile_SamplesAsThePolicySays()
    {
        var model = ScriptedModel.Named("m").Says("x");

        await TestRun.With(model).AskAsync(Policy, TestRun.Request("q", new ChatOptions { Temperature = 1, TopP = 0.5f }));

        Assert.Equal((0.2f, 0.5f, 50), (model.Requests[0].Options.Temperature!.Value, model.Requests[0].Options.TopP!.Value, model.Requests[0].Options.MaxOutputTokens!.Value));
    }

    [Fact]
    public async Task Answer_ModelByItsOwnName_LeavesUnsetWhatTheClientLeftUnset()
    {
        var model = ScriptedModel.Named("m").Says("x");
        var options = new DirectOptions { Name = "m", Model = "m" };

        await TestRun.With(model).AskAsync(new PolicyDefinition("direct", options, new DirectPolicy(options), ""));

        Assert.Null(model.Requests[0].Options.Temperature);
        Assert.Null(model.Requests[0].Options.MaxOutputTokens);
    }

    [Fact]
    public async Task Answer_ModelFails_IsTheModelsFault()
    {
        var model = ScriptedModel.Named("m").Says(ScriptedAnswer.Failing(FaultKind.ContextTooLong, "too long"));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Policy));

        Assert.Equal(FaultKind.ContextTooLong, Assert.Single(exception.Failed).Fault!.Kind);
    }

    [Fact]
    public async Task Answer_SeveralChoicesOfARemoteModel_IsOneRequest()
    {
        var model = ScriptedModel.Named("m").Says("x");

        var answer = await TestRun.With(model).AskAsync(Policy, Choices(3));

        Assert.Equal(3, Assert.Single(model.Requests).Options.ChoiceCount());
        Assert.Equal(3, answer.Spend.Calls);
    }

    [Fact]
    public async Task Answer_SeveralChoicesOfALocalModel_IsOneSampleEachInTheirOrder()
    {
        var late = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Local().Says(new ScriptedAnswer("a").When(late.Task), "b", "c");

        var asked = TestRun.With(model).AskAsync(Policy, Choices(3));
        late.SetResult();
        var answer = await asked;

        Assert.Equal([("a", 0), ("b", 1), ("c", 2)], answer.Updates.Select(static update => (update.Text, update.ChoiceIndex())));
        Assert.All(model.Requests, static request => Assert.Equal(1, request.Options.ChoiceCount()));
        Assert.Equal(3, model.Requests.Select(static request => request.Options.Seed).Distinct().Count());
        Assert.Equal(3, answer.Spend.Calls);
    }

    [Fact]
    public async Task Answer_SeveralChoicesOfAPolicy_AreThatManyRunsOfIt()
    {
        var inner = Yaml.Policy("kind: best-of-n\nmodel: m\nn: 2\nanswer: number", "inner");
        var outer = Yaml.Policy("kind: direct\nmodel: inner");

        var answer = await TestRun.With(ScriptedModel.Named("m").Says("1", "1", "2", "2")).Knowing(inner).AskAsync(outer, Choices(2));

        Assert.Equal([("1", 0), ("2", 1)], answer.Updates.Select(static update => (update.Text, update.ChoiceIndex())));
        Assert.Equal(4, answer.Spend.Calls);
    }

    [Fact]
    public async Task Answer_OneOfSeveralChoicesFails_FailsAndCancelsTheRest()
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Local().Says("a", ScriptedAnswer.Failing(FaultKind.Upstream, "broke"), new ScriptedAnswer("c").When(never.Task));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => TestRun.With(model).AskAsync(Policy, Choices(3)));

        Assert.Equal("m: broke", exception.Message);
        Assert.Equal((1, 0), (model.Cancelled, model.Active));
    }

    private static RunRequest Choices(int count)
    {
        var options = new ChatOptions();
        options.SetChoiceCount(count);
        return TestRun.Request("q", options);
    }
}
