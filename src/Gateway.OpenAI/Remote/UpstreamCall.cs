using System.Net.Http.Headers;

namespace Gateway.OpenAI;

/// <summary>One request to an endpoint and its response, within the model's time limits. Whatever goes wrong becomes a <see cref="ModelCallException"/>.</summary>
internal sealed class UpstreamCall(RemoteModel model, HttpClient http, TimeProvider time, CancellationToken caller) : IDisposable
{
    private const string EventStream = "text/event-stream";
    private const string Json = "application/json";

    // As for a stream's longest line: room for images, none for runaways.
    private const int LongestBody = 64 * 1024 * 1024;
    private const int LongestError = 64 * 1024;

    private readonly CallDeadline _deadline = new(model, time, caller);
    private HttpResponseMessage? _response;

    public CancellationToken Token => _deadline.Token;

    /// <summary>The answer is a stream. Asked for one, an endpoint that does not say JSON is believed to send it.</summary>
    public bool AnswersInEvents(bool asked) => Is(EventStream) || (asked && !Is(Json));

    /// <summary>Sends the request and waits for the response's head.</summary>
    public async Task SendAsync(Uri target, AuthenticationHeaderValue? authorization, ReadOnlyMemory<byte> body, bool stream)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, target) { Content = new ReadOnlyMemoryContent(body) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", Json);
        request.Headers.TryAddWithoutValidation("Accept", stream ? EventStream : Json);
        request.Headers.Authorization = authorization;
        try
        {
            _response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Translate(exception, "could not be reached");
        }

        if (_response.IsSuccessStatusCode) return;
        var error = await ReadAsync(LongestError, cut: true);
        throw new ModelCallException(EndpointFaults.OfStatus(model, _response, error.Span, time));
    }

    /// <summary>Reads the whole body.</summary>
    public Task<ReadOnlyMemory<byte>> ReadBodyAsync() => ReadAsync(LongestBody, cut: false);

    /// <summary>The body, to be read with <see cref="Token"/>.</summary>
    public async Task<Stream> OpenBodyAsync()
    {
        try
        {
            return await _response!.Content.ReadAsStreamAsync(Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Translate(exception, "broke off its answer");
        }
    }

    /// <summary>The answer has begun.</summary>
    public void Begin() => _deadline.Begin();

    /// <summary>What a failure of the transport means: the caller's cancel, a limit that has passed, or the endpoint's fault.</summary>
    public Exception Translate(Exception exception, string what)
    {
        if (exception is ModelCallException) return exception;
        if (_deadline.Caller.IsCancellationRequested) return new OperationCanceledException("the call was abandoned", exception, _deadline.Caller);
        var fault = exception switch
        {
            OperationCanceledException => new ModelFault(FaultKind.Timeout, $"model '{model.Name}': {_deadline.Passed}", exception),
            InvalidDataException => new ModelFault(FaultKind.Malformed, $"model '{model.Name}': {exception.Message}", exception),
            _ => new ModelFault(FaultKind.Upstream, $"model '{model.Name}': {model.Endpoint.Authority} {what}: {exception.Message}", exception),
        };
        return new ModelCallException(fault);
    }

    /// <summary>Disposing a response that was not read to its end closes its connection, which tells the endpoint to stop.</summary>
    public void Dispose()
    {
        _response?.Dispose();
        _deadline.Dispose();
    }

    private bool Is(string mediaType) => string.Equals(_response?.Content.Headers.ContentType?.MediaType, mediaType, StringComparison.OrdinalIgnoreCase);

    private async Task<ReadOnlyMemory<byte>> ReadAsync(int most, bool cut)
    {
        try
        {
            await using var stream = await _response!.Content.ReadAsStreamAsync(Token);
            return await BodyBuffer.ReadAsync(stream, _response.Content.Headers.ContentLength, most, cut, Begin, Token);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw Translate(exception, "broke off its answer");
        }
    }
}
