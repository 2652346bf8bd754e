using System.Buffers;
using Gateway.Hosting;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Endpoints;

/// <summary><c>POST /v1/embeddings</c> of local models.</summary>
internal sealed class EmbeddingsEndpoint(GatewayState state)
{
    public const string Path = "/v1/embeddings";

    /// <summary>Answers where <paramref name="model"/> is a local one.</summary>
    /// <returns>False where it is not; then nothing was written.</returns>
    public async Task<bool> TryAnswerAsync(HttpContext context, string model, ReadOnlyMemory<byte> body)
    {
        if (!state.Current.Catalog.TryGet(model, out var entry) || entry.Card.Backend != ModelBackend.Local) return false;
        var generator = (IEmbeddingGenerator<ModelText, Embedding<float>>)entry.Client.GetService(typeof(IEmbeddingGenerator<ModelText, Embedding<float>>))!;
        try
        {
            var request = EmbeddingRequest.Parse(body.Span);
            var embeddings = await generator.GenerateAsync(request.Inputs, cancellationToken: context.RequestAborted);
            var length = embeddings[0].Vector.Length;
            if (request.Dimensions is { } wanted && wanted != length)
                throw new InvalidRequestException($"'dimensions' must be {length} or left out: this model's vectors are not made to be cut", "dimensions", "invalid_value");

            var buffer = new ArrayBufferWriter<byte>(16 * 1024);
            EmbeddingWriter.Write(buffer, request.Model, embeddings, request.Base64);
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = buffer.WrittenCount;
            await context.Response.Body.WriteAsync(buffer.WrittenMemory, context.RequestAborted);
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
}
