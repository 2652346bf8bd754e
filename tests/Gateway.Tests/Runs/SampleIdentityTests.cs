using Gateway.Testing;

namespace Gateway.Tests.Runs;

public sealed class SampleIdentityTests
{
    private static readonly PolicyDefinition Inner = Sampling("inner", "m");
    private static readonly PolicyDefinition Middle = Sampling("middle", "inner");

    [Fact]
    public async Task SamplePath_UnlessTold_IsTheFirst()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).AskAsync(CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run), token)));

        Assert.Equal(["0"], Paths(model));
        Assert.Equal("0", new Microsoft.Extensions.AI.ChatOptions().SamplePath());
    }

    [Fact]
    public async Task Samples_OfAPolicy_HaveTheirNumbers()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).AskAsync(CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 3), token))[0]));

        Assert.Equal(["0", "1", "2"], Paths(model));
    }

    [Fact]
    public async Task Samples_OfAPolicyInAPolicy_ShareThePlainNumbersOnlyInTheFirst()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).Knowing(Inner).AskAsync(Sampling("outer", "inner"));

        Assert.Equal(["0", "1", "1/0", "1/1"], Paths(model));
    }

    [Fact]
    public async Task Samples_ThreeLevelsDeep_AreAllDifferent()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).Knowing(Inner, Middle).AskAsync(Sampling("outer", "middle"));

        Assert.Equal(["0", "1", "1/0", "1/0/0", "1/0/1", "1/1", "1/1/0", "1/1/1"], Paths(model));
    }

    [Fact]
    public async Task Samples_StreamedPolicyInAPolicy_HaveTheSamePaths()
    {
        var model = ScriptedModel.Named("m").Always("x");
        var outer = InlinePolicy.Define("outer", static (run, token) => run.StreamAsync(new ModelCall("inner", run.Prompt) { SampleIndex = 1 }, token));

        await TestRun.With(model).Knowing(Inner).AskAsync(outer, TestRun.Request("q") with { Streaming = true });

        Assert.Equal(["1/0", "1/1"], Paths(model));
    }

    private static IEnumerable<string> Paths(ScriptedModel model) => model.Requests.Select(static request => request.Options.SamplePath()).Order(StringComparer.Ordinal);

    private static PolicyDefinition Sampling(string name, string member) =>
        CallTests.Policy(async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2, member), token))[0], name);
}
