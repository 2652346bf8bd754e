using System.Buffers;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Endpoints;

/// <summary><c>POST /v1/embeddings</c> of local models.</summary>
internal sealed class EmbeddingsEndpoint(TimeProvider time)
{
    private const string Path = "/v1/embeddings";

    /// <summary>Answers where the model is a local one, or none is named and the body has to be refused.</summary>
    /// <returns>False where it is for others; then nothing was written.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context, string? model, ReadOnlyMemory<byte> body)
    {
        if (context.Request.Path != Path || !HttpMethods.IsPost(context.Request.Method)) return false;
        var local = model is not null && context.Snapshot().Catalog.TryGet(model, out var entry) && entry.Card.Backend == ModelBackend.Local ? entry : null;
        if (local is null && model is not null) return false;
        try
        {
            var request = EmbeddingRequest.Parse(body.Span);
            if (local is null) return false;
            await AnswerAsync(context, request, local);
        }
        catch (InvalidRequestException exception)
        {
            await HttpErrors.WriteAsync(context, new HttpError(400, exception.ToError()));
        }
        catch (ModelCallException exception)
        {
            await HttpErrors.WriteAsync(context, HttpErrors.From(exception.Fault));
        }

        return true;
    }

    private async Task AnswerAsync(HttpContext context, EmbeddingRequest request, CatalogEntry local)
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
