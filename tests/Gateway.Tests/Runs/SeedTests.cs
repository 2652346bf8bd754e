using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

public sealed class SeedTests
{
    private static readonly PolicyDefinition Three = CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 3), token))[0]);

    [Fact]
    public async Task LocalSamples_SameRequest_HaveTheSameSeedsAndEachItsOwn()
    {
        var first = await SeedsAsync(Three, TestRun.Request("q"));
        var second = await SeedsAsync(Three, TestRun.Request("q"));

        Assert.Equal(first, second);
        Assert.Equal(3, first.Distinct().Count());
        Assert.All(first, static seed => Assert.InRange(seed!.Value, 0, int.MaxValue));
    }

    [Fact]
    public async Task LocalSamples_OtherQuestionOrSeed_HaveOtherSeeds()
    {
        var seeds = new[]
        {
            await SeedsAsync(Three, TestRun.Request("q")),
            await SeedsAsync(Three, TestRun.Request("other")),
            await SeedsAsync(Three, TestRun.Request("q", new ChatOptions { Temperature = 1 })),
            await SeedsAsync(Three, TestRun.Request("q", new ChatOptions { Seed = 1 })),
            await SeedsAsync(Three, TestRun.Request("q") with { Seed = 2 }),
        };

        Assert.Equal(5, seeds.Select(static each => each[0]).Distinct().Count());
    }

    [Fact]
    public async Task LocalSamples_MoreChoicesAskedFor_HaveOtherSeeds()
    {
        var options = new ChatOptions();
        options.SetChoiceCount(2);

        Assert.NotEqual(await SeedsAsync(Three, TestRun.Request("q")), await SeedsAsync(Three, TestRun.Request("q", options)));
    }

    [Fact]
    public async Task LocalSamples_OfTwoRunsOfOnePolicy_Differ()
    {
        var model = ScriptedModel.Named("m").Local().Always("x");
        var inner = CallTests.Policy(static (run, token) => run.CallAsync(CallTests.Call(run), token), "inner");
        var outer = CallTests.Policy(static async (run, token) => (await run.GatherAsync(CallTests.Calls(run, 2, "inner"), token))[0]);

        await TestRun.With(model).Knowing(inner).AskAsync(outer);

        Assert.Equal(2, model.Requests.Select(static request => request.Options.Seed).Distinct().Count());
    }

    [Fact]
    public async Task RemoteSamples_ClientSentNoSeed_GetNone()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).AskAsync(Three, TestRun.Request("q") with { Seed = 7 });

        Assert.All(model.Requests, static request => Assert.Null(request.Options.Seed));
    }

    [Fact]
    public async Task RemoteSamples_ClientSentASeed_GetItAndOnesOfTheirOwn()
    {
        var model = ScriptedModel.Named("m").Always("x");

        await TestRun.With(model).AskAsync(Three, TestRun.Request("q", new ChatOptions { Seed = 7 }));

        var seeds = model.Requests.Select(static request => request.Options.Seed).ToArray();
        Assert.Equal(7, seeds[0]);
        Assert.Equal(3, seeds.Distinct().Count());
    }

    private static async Task<long?[]> SeedsAsync(PolicyDefinition policy, RunRequest request)
    {
        var model = ScriptedModel.Named("m").Local().Always("x");
        await TestRun.With(model).AskAsync(policy, request);
        return [.. model.Requests.Select(static asked => asked.Options.Seed)];
    }
}
