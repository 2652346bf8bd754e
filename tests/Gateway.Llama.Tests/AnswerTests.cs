using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tests;

public sealed class AnswerTests
{
    private static readonly ChatOptions Greedy = new() { Temperature = 0, MaxOutputTokens = 200 };

    [Fact(Skip = TinySum.WhyMissing, SkipWhen = nameof(TinySum.IsMissing), SkipType = typeof(TinySum))]
    public async Task Greedy_TwentySums_HalfAreRight()
    {
        using var model = TinySum.Load();
        using var client = new LlamaChatClient(model);
        var right = 0;

        foreach (var (question, sum) in TinySum.Questions(20))
        {
            var response = await client.GetResponseAsync(TinySum.Ask(question), Greedy, TestContext.Current.CancellationToken);
            Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
            if (response.Text.EndsWith($"####{sum}", StringComparison.Ordinal)) right++;
            TestContext.Current.TestOutputHelper?.WriteLine($"{question} = {sum}: {response.Text}");
        }

        Assert.InRange(right, 10, 20);
    }
}
