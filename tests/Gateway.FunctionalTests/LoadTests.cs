using Gateway.FunctionalTests.Hosts;

namespace Gateway.FunctionalTests;

/// <summary>Many requests at once, many of them abandoned: nothing may be left behind. Runs alone: the heap that it measures is the whole process's.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class LoadTests
{
    private const string Alone = "alone";

    [Fact]
    public async Task FiveHundredRequests_AThirdAborted_LeaveNothingBehind()
    {
        var unobserved = 0;
        void Count(object? sender, UnobservedTaskExceptionEventArgs arguments) => Interlocked.Increment(ref unobserved);
        TaskScheduler.UnobservedTaskException += Count;
        await using var upstream = await ScriptedUpstream.StartAsync(async (context, request) =>
        {
            await Task.Delay(20, context.RequestAborted);
            await Scripts.Echo(context, request);
        });
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:echo:Endpoint={upstream.Address}v1", "Gateway:Models:echo:MaxConcurrency=256", "Gateway:Records:Keep=100"],
            new Dictionary<string, string> { ["vote"] = "name: vote\nkind: best-of-n\nmodel: echo\nn: 3\n" });

        // The first rounds fill pools, caches and the ring of records; what the later ones add would be a leak.
        await RoundAsync(gateway, seed: 1);
        await RoundAsync(gateway, seed: 2);
        var before = Settled();
        await RoundAsync(gateway, seed: 3);
        var after = Settled();

        for (var i = 0; i < 500 && upstream.Active > 0; i++) await Task.Delay(10);
        Assert.Equal(0, upstream.Active);
        TaskScheduler.UnobservedTaskException -= Count;
        Assert.Equal(0, unobserved);
        Assert.Empty(gateway.Errors);
        Assert.True(after - before < 5 * 1024 * 1024, $"The heap grew from {before:N0} to {after:N0} bytes.");
    }

    private static async Task RoundAsync(GatewayHost gateway, int seed)
    {
        var random = new Random(seed);
        var plans = Enumerable.Range(0, 500).Select(i => (Index: i, Model: i % 2 == 0 ? "vote" : "echo", Stream: i % 3 == 0, LeaveAfter: random.Next(3) == 0 ? random.Next(60) : (int?)null)).ToArray();
        var answered = 0;
        await Task.WhenAll(plans.Select(async plan =>
        {
            using var leave = new CancellationTokenSource();
            if (plan.LeaveAfter is { } milliseconds) leave.CancelAfter(milliseconds);
            try
            {
                using var answer = await gateway.ChatAsync(new { model = plan.Model, stream = plan.Stream, messages = new[] { new { role = "user", content = $"{plan.Index}" } } }, leave.Token);
                var text = await answer.Content.ReadAsStringAsync(leave.Token);
                Assert.True(answer.IsSuccessStatusCode, text);
                Interlocked.Increment(ref answered);
            }
            catch (OperationCanceledException) when (plan.LeaveAfter is not null)
            {
                // As planned.
            }
        }));
        Assert.True(answered >= plans.Count(static plan => plan.LeaveAfter is null));
    }

    private static long Settled()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
