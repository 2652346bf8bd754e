using System.Runtime.CompilerServices;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Runs;

/// <summary>Calls whose answer is a vector.</summary>
public sealed class EmbeddingCallTests
{
    [Fact]
    public async Task Embed_Text_GivesTheVectorAndItsBill()
    {
        var (embedding, answer) = await EmbedAsync(Embedder(), "m", "two words");

        Assert.Equal([1f, 2f], embedding.Vector!);
        var call = Assert.Single(answer.Calls, static call => call.Role == "embed");
        Assert.Equal(("m", 0, null, null, false), (call.Model, call.SampleIndex, call.Text, call.Fault, call.Estimated));
        Assert.Equal(new Spend(1, 2, 0, 0, 0.000_006m), call.Spend);
    }

    [Theory]
    [InlineData(FaultKind.Upstream)]
    [InlineData(FaultKind.ContextTooLong)]
    public async Task Embed_ModelFails_IsAFaultAsData(FaultKind kind)
    {
        var model = ScriptedModel.Named("m").Embedding(_ => throw new ModelCallException(new ModelFault(kind, "no")));

        var (embedding, answer) = await EmbedAsync(model, "m", "text");

        Assert.Null(embedding.Vector);
        Assert.Equal((kind, "no"), (embedding.Fault!.Kind, embedding.Fault.Message));
        Assert.Equal(kind, Assert.Single(answer.Calls, static call => call.Role == "embed").Fault);
    }

    [Theory]
    [InlineData("m", "'m' makes no embeddings")]
    [InlineData("inner", "'inner' makes no embeddings")]
    [InlineData("nobody", "'nobody' is neither a model nor a policy of this gateway")]
    public async Task Embed_WhatCannotEmbed_IsRefusedAndCostsNothing(string name, string reason)
    {
        var (embedding, answer) = await EmbedAsync(ScriptedModel.Named("m"), name, "text");

        Assert.Equal((FaultKind.Refused, reason), (embedding.Fault!.Kind, embedding.Fault.Message));
        Assert.Equal(1, answer.Spend.Calls);
    }

    [Fact]
    public async Task Embed_NoCallLeft_IsRefusedByTheBudget()
    {
        var model = Embedder();

        var (embedding, _) = await EmbedAsync(model, "m", "text", new BudgetLimits { Calls = 1 }, answerFirst: true);

        Assert.Equal((FaultKind.BudgetSpent, "budget.calls is 1 and all are taken", 0), (embedding.Fault!.Kind, embedding.Fault.Message, model.Embeddings!.Texts.Count));
    }

    /// <summary>A vector is no output: it fits where nothing may be written any more.</summary>
    [Fact]
    public async Task Embed_NoOutputLeft_IsMade()
    {
        var (embedding, _) = await EmbedAsync(Embedder(), "m", "text", new BudgetLimits { OutputTokens = 5, Cost = 1 }, answerFirst: true);

        Assert.NotNull(embedding.Vector);
    }

    [Fact]
    public async Task Embed_CostsMoreThanIsLeft_IsRefusedByTheBudget()
    {
        var (embedding, _) = await EmbedAsync(Embedder(), "m", new string('x', 4000), new BudgetLimits { Cost = 0.001m });

        Assert.Equal(FaultKind.BudgetSpent, embedding.Fault!.Kind);
    }

    [Fact]
    public async Task Embed_DeadlinePasses_IsATimeout()
    {
        var model = Embedder();
        model.Embeddings!.Gate = new TaskCompletionSource().Task;
        var test = TestRun.With(model);
        TextEmbedding? embedding = null;
        var policy = InlinePolicy.Define("p", Policy, new BudgetLimits { WallClock = TimeSpan.FromSeconds(5) });

        var asked = test.AskAsync(policy);
        test.Time.Advance(TimeSpan.FromSeconds(6));
        await Assert.ThrowsAsync<NoCandidateException>(() => asked);

        Assert.Equal((FaultKind.Timeout, "budget.wall_clock_ms is 5000 and has passed"), (embedding!.Fault!.Kind, embedding.Fault.Message));

        async IAsyncEnumerable<ChatResponseUpdate> Policy(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            embedding = await run.EmbedAsync("m", "text", cancellationToken);
            await foreach (var update in run.StreamAsync(new ModelCall("m", run.Prompt), cancellationToken)) yield return update;
        }
    }

    private static ScriptedModel Embedder() => ScriptedModel.Named("m").Costs(3, 3).Always("answer").Embedding(static _ => [1, 2]);

    /// <summary>Embeds a text in a run that answers too.</summary>
    private static async Task<(TextEmbedding Embedding, TestAnswer Answer)> EmbedAsync(ScriptedModel model, string name, string text, BudgetLimits? budget = null, bool answerFirst = false)
    {
        TextEmbedding? embedding = null;
        var inner = InlinePolicy.Define("inner", (run, token) => run.StreamAsync(new ModelCall("m", run.Prompt), token));
        var answer = await TestRun.With(model.Always("answer")).Knowing(inner).AskAsync(InlinePolicy.Define("p", Policy, budget));
        return (embedding!, answer);

        async IAsyncEnumerable<ChatResponseUpdate> Policy(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            if (!answerFirst) embedding = await run.EmbedAsync(name, text, cancellationToken);
            await foreach (var update in run.StreamAsync(new ModelCall("m", run.Prompt), cancellationToken)) yield return update;
            if (answerFirst) embedding = await run.EmbedAsync(name, text, cancellationToken);
        }
    }
}
