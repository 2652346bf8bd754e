using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Tests.Scheduling;

public sealed class FullCacheTests
{
    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task MoreAnswersThanCells_AllAreGiven_TheNewestWaited()
    {
        using var log = new CountingLogger();
        using var model = LlamaModel.Load(
            new LlamaModelOptions("tiny-sum", TinySum.File!) { Parallel = 4, ContextTokens = 200, CacheTokens = 256, SharedCache = true, Threads = 1, KvType = KvType.F32 }, log, TimeProvider.System);
        using var client = new LlamaChatClient(model);
        var endless = Endless(model);
        var alone = new List<string>();
        for (var i = 0; i < 4; i++) alone.Add((await client.GetResponseAsync(TinySum.Ask($"{i}{i}+1"), endless)).Text);
        Assert.Equal(0, log.Preempted);

        var together = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.GetResponseAsync(TinySum.Ask($"{i}{i}+1"), endless)));

        Assert.Equal(alone, together.Select(static answer => answer.Text));
        Assert.All(together, static answer => Assert.Equal(200, answer.Usage!.TotalTokenCount));
        Assert.True(log.Preempted > 0, "the cache was never full: this test shows nothing");
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task KeptPrefixes_GiveWayToNewAnswers()
    {
        using var model = TinySum.Load(static options => options with { CacheTokens = 256, SharedCache = true }, parallel: 2, contextTokens: 200);
        using var client = new LlamaChatClient(model);

        for (var i = 0; i < 30; i++)
        {
            var answer = await client.GetResponseAsync(TinySum.Ask($"{i}+{i}+{i}+{i}"), new ChatOptions { Temperature = 0 });
            Assert.Equal(ChatFinishReason.Stop, answer.FinishReason);
        }
    }

    /// <summary>The model may not end its answer: it fills whatever room it is given.</summary>
    private static ChatOptions Endless(LlamaModel model)
    {
        var options = new ChatOptions { Temperature = 0 };
        options.SetLogitBias(Enumerable.Range(0, model.Vocabulary.Count).Where(model.Vocabulary.EndsAnswer).ToDictionary(static token => token, static _ => -100f));
        return options;
    }

    private sealed class CountingLogger : ILogger, IDisposable
    {
        private const int PreemptedEvent = 3006;
        private int _preempted;

        public int Preempted => Volatile.Read(ref _preempted);

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == PreemptedEvent) Interlocked.Increment(ref _preempted);
        }

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
