using Microsoft.Extensions.AI;

namespace Gateway;

/// <content>Calls whose answer is a vector. They are reserved, billed and recorded as those whose answer is a text.</content>
internal sealed partial class CallRunner
{
    /// <summary>Embeds one text.</summary>
    /// <param name="model">Who embeds it.</param>
    /// <param name="text">What is embedded.</param>
    /// <param name="cancellationToken">Abandons the call.</param>
    public async Task<TextEmbedding> EmbedAsync(string model, string text, CancellationToken cancellationToken)
    {
        var call = new ModelCall(model, new Prompt([new ChatMessage(ChatRole.User, text)], new ChatOptions { MaxOutputTokens = 0 })) { Role = "embed" };
        if (run.Services.Catalog.TryGet(model, out var entry) && GeneratorOf(entry) is null)
            return new TextEmbedding(null, Refuse(call, new ModelFault(FaultKind.Refused, $"'{model}' makes no embeddings")).Fault);
        if (!Begin(call, planned: 1, out var attempt, out var refused)) return new TextEmbedding(null, refused.Fault);

        using var linked = Link(cancellationToken);
        run.Waiting.Enter();
        try
        {
            var embeddings = await GeneratorOf(attempt.Entry)!.GenerateAsync([new ModelText(text)], cancellationToken: linked?.Token ?? cancellationToken);
            return embeddings is [var embedding]
                ? FinishEmbedding(attempt, embedding, embeddings.Usage)
                : throw new ModelCallException(new ModelFault(FaultKind.Malformed, $"asked for one embedding, '{model}' gave {embeddings.Count}"));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return new TextEmbedding(null, Fail(attempt, exception, cancellationToken).Fault);
        }
        finally
        {
            run.Waiting.Leave();
        }
    }

    private TextEmbedding FinishEmbedding(CallAttempt attempt, Embedding<float> embedding, UsageDetails? usage)
    {
        var spend = CallUsage.Of(usage, attempt.Entry.Card.Price, attempt.Call.Prompt, textLength: 0, calls: 1, out var estimated);
        run.Budget.Settle(attempt.Reservation!, spend);
        var elapsed = run.Time.GetElapsedTime(attempt.Started);
        Record(new Candidate(attempt.Call, Response: null, Fault: null, spend, elapsed, Cached: false) { AnsweredBy = attempt.Entry.Card.Name }, estimated, child: null);
        return new TextEmbedding(embedding.Vector.ToArray(), Fault: null);
    }

    private static IEmbeddingGenerator<ModelText, Embedding<float>>? GeneratorOf(CatalogEntry entry) =>
        entry.Client.GetService(typeof(IEmbeddingGenerator<ModelText, Embedding<float>>)) as IEmbeddingGenerator<ModelText, Embedding<float>>;
}
