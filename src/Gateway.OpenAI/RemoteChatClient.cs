using System.Buffers;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A model behind an OpenAI-compatible endpoint.</summary>
/// <remarks>
/// What goes wrong is a <see cref="ModelCallException"/>; only the caller's cancel is an <see cref="OperationCanceledException"/>. A stream gives
/// what one read has brought without waiting in between: as long as <c>MoveNextAsync</c> completes synchronously there is more at hand.
/// </remarks>
/// <param name="http">The transport, retries included. Its own <see cref="HttpClient.Timeout"/> must be infinite: the model's limits rule. Not disposed here.</param>
/// <param name="model">The model.</param>
/// <param name="time">The clock of its limits.</param>
public sealed class RemoteChatClient(HttpClient http, RemoteModel model, TimeProvider time) : IChatClient, IBatchSampler
{
    private readonly Uri _target = new UriBuilder(model.Endpoint) { Path = model.Endpoint.AbsolutePath.TrimEnd('/') + "/chat/completions" }.Uri;
    private readonly AuthenticationHeaderValue? _authorization = model.ApiKey is null ? null : new AuthenticationHeaderValue("Bearer", model.ApiKey);
    private readonly RemoteEmbeddingGenerator _embeddings = new(http, model, time);
    private readonly ChatClientMetadata _metadata = new("openai", model.Endpoint, model.UpstreamModel);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var body = await AskAsync(messages, options, options.ChoiceCount(), cancellationToken);
        var response = CompletionReader.Read(body, model.Name, model.ApiKey);
        if (response.Usage is { } usage) CallProgress.Of(options)?.Know(usage);
        return response;
    }

    public async Task<IReadOnlyList<ChatResponse>> SampleAsync(Prompt prompt, int count, CancellationToken cancellationToken)
    {
        var body = await AskAsync(prompt.Messages, prompt.Options, count, cancellationToken);
        return CompletionReader.ReadSamples(body, model.Name, model.ApiKey);
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var call = await SendAsync(messages, options, stream: true, options.ChoiceCount(), cancellationToken);
        if (!call.AnswersInEvents(asked: true))
        {
            var response = CompletionReader.Read(await call.ReadBodyAsync(), model.Name, model.ApiKey);
            foreach (var update in WholeAnswer.AsUpdates(response)) yield return update;
            yield break;
        }

        await using var stream = await OpenAsync(call, options);
        do
        {
            while (stream.TryRead(out var update)) yield return update;
        }
        while (await stream.FillAsync());
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType == typeof(IEmbeddingGenerator<ModelText, Embedding<float>>) ? _embeddings
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose()
    {
        // Nothing to release: the transport is shared.
    }

    /// <summary>The body of a whole answer.</summary>
    private async Task<ReadOnlyMemory<byte>> AskAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, int n, CancellationToken cancellationToken)
    {
        using var call = await SendAsync(messages, options, stream: false, n, cancellationToken);
        if (!call.AnswersInEvents(asked: false)) return await call.ReadBodyAsync();
        await using var stream = await OpenAsync(call, options);
        return await StreamFold.ReadAsync(stream, model);
    }

    private async Task<UpstreamCall> SendAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream, int n, CancellationToken cancellationToken)
    {
        var body = new ArrayBufferWriter<byte>(1024);
        RequestMapping.Write(body, messages, options, model.UpstreamModel, stream, n);
        var call = new UpstreamCall(model, http, time, cancellationToken);
        try
        {
            await call.SendAsync(_target, _authorization, body.WrittenMemory, stream);
            return call;
        }
        catch
        {
            call.Dispose();
            throw;
        }
    }

    private async Task<UpstreamStream> OpenAsync(UpstreamCall call, ChatOptions? options)
    {
        var body = await call.OpenBodyAsync();
        return new UpstreamStream(call, new SseReader(body), body, model, CallProgress.Of(options));
    }
}
