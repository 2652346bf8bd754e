using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests.Scheduling;

public sealed class FairnessTests
{
    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task ManySamplesOfOneRequest_DoNotKeepAnotherWaiting()
    {
        using var model = TinySum.Load(parallel: 2);
        using var client = new LlamaChatClient(model);
        var finished = new List<string>();

        // Twenty samples of one request before the single one of another.
        var tasks = Enumerable.Range(0, 20).Select(i => AskAsync("many", i)).Append(AskAsync("one", 0)).ToArray();
        await Task.WhenAll(tasks);

        // One of the two running ones may have to end first, and one that began with it.
        Assert.InRange(finished.IndexOf("one"), 0, 4);

        async Task AskAsync(string share, int seed)
        {
            var options = new ChatOptions { Temperature = 0.8f, Seed = seed };
            new CallProgress { Share = share }.AttachTo(options);
            await client.GetResponseAsync(TinySum.Ask(share == "one" ? "3+4+5" : "31+12+39+97+45"), options);
            lock (finished) finished.Add(share);
        }
    }
}
