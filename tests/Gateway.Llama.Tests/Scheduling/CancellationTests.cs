using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests.Scheduling;

public sealed class CancellationTests
{
    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Cancel_TwoHundredTimes_LeavesAllSequencesFree()
    {
        using var model = TinySum.Load(parallel: 4);
        using var client = new LlamaChatClient(model);
        for (var i = 0; i < 200; i++)
        {
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var update in client.GetStreamingResponseAsync(TinySum.Ask($"{i}+1"), new ChatOptions { MaxOutputTokens = 200 }, cancel.Token))
                {
                    await cancel.CancelAsync();
                }
            });
        }

        var answers = await Task.WhenAll(TinySum.Questions(8).Select(one => client.GetResponseAsync(TinySum.Ask(one.Question), new ChatOptions { Temperature = 0 })));

        Assert.All(answers, static answer => Assert.Equal(ChatFinishReason.Stop, answer.FinishReason));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Cancel_WhileWaiting_LeavesTheOthersAlone()
    {
        using var model = TinySum.Load(parallel: 1);
        using var client = new LlamaChatClient(model);
        using var cancel = new CancellationTokenSource();
        var first = client.GetResponseAsync(TinySum.Ask("1+2+3"), new ChatOptions { Temperature = 0 });
        var waiting = Enumerable.Range(0, 50).Select(i => client.GetResponseAsync(TinySum.Ask($"{i}+3"), null, cancel.Token)).ToArray();
        var last = client.GetResponseAsync(TinySum.Ask("4+5"), new ChatOptions { Temperature = 0 });

        await cancel.CancelAsync();

        Assert.Equal(ChatFinishReason.Stop, (await first).FinishReason);
        Assert.Equal(ChatFinishReason.Stop, (await last).FinishReason);
        foreach (var one in waiting)
        {
            var failure = await Record.ExceptionAsync(() => one);
            if (failure is not null) Assert.IsAssignableFrom<OperationCanceledException>(failure);
        }

        Assert.Contains(waiting, static one => one.IsCanceled);
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Dispose_WhileAnswersRunAndWait_FailsThemAll()
    {
        var model = TinySum.Load(parallel: 2);
        using var client = new LlamaChatClient(model);
        var endless = new ChatOptions { Temperature = 2f, FrequencyPenalty = -2f };
        var calls = Enumerable.Range(0, 20).Select(i => client.GetResponseAsync(TinySum.Ask($"{i}+{i}+{i}+{i}"), endless)).ToArray();

        model.Dispose();

        foreach (var call in calls)
        {
            var failure = await Record.ExceptionAsync(() => call);
            if (failure is not null) Assert.Equal("the model was unloaded", Assert.IsType<ModelCallException>(failure).Fault.Message);
        }

        Assert.Contains(calls, static call => call.IsFaulted);
        await Assert.ThrowsAsync<ModelCallException>(() => client.GetResponseAsync(TinySum.Ask("1+1")));
    }

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Queue_Full_IsRateLimited()
    {
        using var model = TinySum.Load(parallel: 1);
        using var client = new LlamaChatClient(model);
        var calls = Enumerable.Range(0, 1200).Select(i => client.GetResponseAsync(TinySum.Ask($"{i}"), new ChatOptions { MaxOutputTokens = 200, FrequencyPenalty = -2f })).ToArray();

        // The refusals come before the call returns its task.
        var refused = calls.Where(static call => call.IsFaulted).Select(static call => ((ModelCallException)call.Exception!.InnerException!).Fault.Kind).ToList();
        model.Dispose();
        await Record.ExceptionAsync(() => Task.WhenAll(calls));

        Assert.NotEmpty(refused);
        Assert.All(refused, static kind => Assert.Equal(FaultKind.RateLimited, kind));
    }
}
