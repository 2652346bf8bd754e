using Gateway.Testing;

namespace Gateway.Tests.Policies;

public sealed class ConfidenceTests
{
    private static readonly PolicyDefinition ByLogprob = Yaml.Policy("kind: best-of-n\nmodel: m\nn: 3\nselect: mean-logprob");
    private static readonly PolicyDefinition ByCertainty = Yaml.Policy("kind: best-of-n\nmodel: m\nn: 3\nselect: self-certainty");

    [Fact]
    public async Task MeanLogprob_EveryCandidateHasSome_IsTheSurest()
    {
        var model = ScriptedModel.Named("m").Says(
            new ScriptedAnswer("long").WithLogprobs(-1, -1, -1), new ScriptedAnswer("sure").WithLogprobs(-0.5, -0.7), new ScriptedAnswer("short").WithLogprobs(-0.9));

        var answer = await TestRun.With(model).AskAsync(ByLogprob);

        Assert.Equal(("sure", 3), (answer.Text, answer.Spend.Calls));
        Assert.All(model.Requests, static request => Assert.Equal(0, request.Options.WantedTopLogprobs()));
    }

    [Fact]
    public async Task MeanLogprob_EndpointGivesNone_IsTheFirstAndSaysSo()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Says("a", "b", "c")).AskAsync(ByLogprob);

        Assert.Equal("a", answer.Text);
        Assert.Equal("mean-logprob could tell nothing of 3 candidates; the first is the answer", answer.Why("fallback"));
    }

    [Fact]
    public async Task MeanLogprob_SomeCandidatesHaveNone_TheyLose()
    {
        var model = ScriptedModel.Named("m").Says("a", new ScriptedAnswer("b").WithLogprobs(-9), "c");

        Assert.Equal("b", (await TestRun.With(model).AskAsync(ByLogprob)).Text);
    }

    [Fact]
    public async Task MeanLogprob_NotANumber_Loses()
    {
        var model = ScriptedModel.Named("m").Says(new ScriptedAnswer("a").WithLogprobs(double.NaN), new ScriptedAnswer("b").WithLogprobs(-9), new ScriptedAnswer("c").WithLogprobs(-10));

        Assert.Equal("b", (await TestRun.With(model).AskAsync(ByLogprob)).Text);
    }

    [Fact]
    public async Task SelfCertainty_LocalModel_IsTheMostCertain()
    {
        var model = ScriptedModel.Named("m").Local().Says(
            new ScriptedAnswer("a") { SelfCertainty = 2.5 }, new ScriptedAnswer("b") { SelfCertainty = 3.5 }, new ScriptedAnswer("c") { SelfCertainty = 3.5 });

        Assert.Equal("b", (await TestRun.With(model).AskAsync(ByCertainty)).Text);
        Assert.All(model.Requests, static request => Assert.True(request.Options.WantsSelfCertainty()));
    }

    [Fact]
    public async Task SelfCertainty_ModelGivesNone_IsTheFirstAndSaysSo()
    {
        var answer = await TestRun.With(ScriptedModel.Named("m").Local().Says("a", "b", "c")).AskAsync(ByCertainty);

        Assert.Equal("a", answer.Text);
        Assert.StartsWith("self-certainty could tell nothing", answer.Why("fallback"), StringComparison.Ordinal);
    }
}
