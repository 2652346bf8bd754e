using Gateway.Llama.Tests.RandomModel;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Llama.Tests.Scheduling;

public sealed class LongPromptTests
{
    // Six chunks of 512.
    private const int Long = 3000;

    public static bool NoLibrary => RandomLlamaTests.IsMissing;

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task ShortPrompt_BesideALongOne_IsAnsweredFirst()
    {
        using var model = LlamaModel.Load(
            new LlamaModelOptions("random", RandomLlamaFile.Of(new RandomLlama { Layers = 4, Width = 256, Heads = 4, FeedForward = 512 })) { Parallel = 4, ContextTokens = 4096, Threads = 1 }, NullLogger.Instance, TimeProvider.System);
        using var client = new LlamaChatClient(model);
        var token = TestContext.Current.CancellationToken;

        var first = FirstAsync(client, new string('x', Long));
        await Task.Yield();
        var second = FirstAsync(client, "short");

        Assert.Same(second, await Task.WhenAny(first, second).WaitAsync(token));
        await first.WaitAsync(token);
    }

    [Fact(Skip = RandomLlamaTests.WhyMissing, SkipWhen = nameof(NoLibrary))]
    public async Task RunningAnswer_BesideALongPrompt_GoesOnInEachStep()
    {
        using var model = LlamaModel.Load(
            new LlamaModelOptions("random", RandomLlamaFile.Of(new RandomLlama { Layers = 4, Width = 256, Heads = 4, FeedForward = 512 })) { Parallel = 4, ContextTokens = 4096, Threads = 1 }, NullLogger.Instance, TimeProvider.System);
        using var client = new LlamaChatClient(model);
        var token = TestContext.Current.CancellationToken;
        var options = new ChatOptions { MaxOutputTokens = 2000, Temperature = 1 };
        var progress = new CallProgress();
        progress.AttachTo(options);
        await using var running = client.GetStreamingResponseAsync("go", options, token).GetAsyncEnumerator(token);
        Assert.True(await running.MoveNextAsync());

        var prompt = FirstAsync(client, new string('x', Long));
        var before = progress.OutputTokens;
        while (!prompt.IsCompleted && await running.MoveNextAsync())
        {
        }

        // Beside an answer a prompt gets a quarter of a batch: 3,000 tokens are 24 steps, and each gives the answer a token.
        Assert.InRange(progress.OutputTokens - before, 20, 1999);
        await prompt;
    }

    private static async Task FirstAsync(LlamaChatClient client, string prompt)
    {
        await foreach (var _ in client.GetStreamingResponseAsync(prompt, new ChatOptions { MaxOutputTokens = 2 })) return;
    }
}
