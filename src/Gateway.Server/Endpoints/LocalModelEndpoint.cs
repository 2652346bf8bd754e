using Gateway.OpenAI;

namespace Gateway.Server.Endpoints;

/// <summary>A path that local models answer by themselves, and that is forwarded for remote ones.</summary>
/// <typeparam name="TRequest">The parsed body.</typeparam>
/// <param name="path">The path.</param>
internal abstract class LocalModelEndpoint<TRequest>(string path) : ILocalModelEndpoint
{
    public bool Answers(HttpContext context) => context.Request.Path == path && HttpMethods.IsPost(context.Request.Method);

    public async Task<bool> TryAnswerAsync(HttpContext context, string? model, ReadOnlyMemory<byte> body)
    {
        if (!Answers(context)) return false;
        var local = model is not null && context.Snapshot().Catalog.TryGet(model, out var entry) && entry.Card.Backend == ModelBackend.Local ? entry : null;
        if (local is null && model is not null) return false;
        try
        {
            var request = Parse(body);
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

    /// <exception cref="InvalidRequestException">The body is not a legal request.</exception>
    protected abstract TRequest Parse(ReadOnlyMemory<byte> body);

    /// <summary>Answers. A failure that is thrown becomes the status, so nothing may have been written by then.</summary>
    /// <exception cref="InvalidRequestException">The request is not one that this model answers.</exception>
    /// <exception cref="ModelCallException">The model failed.</exception>
    protected abstract Task AnswerAsync(HttpContext context, TRequest request, CatalogEntry local);
}
