using System.Buffers;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Endpoints;

/// <summary><c>POST /v1/embeddings</c> of local models.</summary>
internal sealed class EmbeddingsEndpoint(TimeProvider time) : LocalModelEndpoint<EmbeddingRequest>("/v1/embeddings")
{
    protected override EmbeddingRequest Parse(ReadOnlyMemory<byte> body) => EmbeddingRequest.Parse(body.Span);

    protected override async Task AnswerAsync(HttpContext context, EmbeddingRequest request, CatalogEntry local)
    {
        var received = time.GetTimestamp();
        var generator = (IEmbeddingGenerator<ModelText, Embedding<float>>)local.Client.GetService(typeof(IEmbeddingGenerator<ModelText, Embedding<float>>))!;
        var embeddings = await generator.GenerateAsync(request.Inputs, cancellationToken: context.RequestAborted);
        var waited = time.GetElapsedTime(received);
        var length = embeddings[0].Vector.Length;
        if (request.Dimensions is { } wanted && wanted != length)
            throw new InvalidRequestException($"'dimensions' must be {length} or left out: this model's vectors are not made to be cut", "dimensions", "invalid_value");

        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        EmbeddingWriter.Write(buffer, request.Model, embeddings, request.Base64);
        var cost = local.Card.Price.Of(embeddings.Usage?.InputTokenCount ?? 0, 0, 0);
        RunAnswer.SetHeaders(context, "direct", local.Card.Name, calls: 1, cost, time.GetElapsedTime(received) - waited);
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = buffer.WrittenCount;
        await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
    }
}
