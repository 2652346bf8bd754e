using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>
/// A local model as a chat client. Parallel calls are generated together, and calls with the same prompt share its computation. Failures are
/// <see cref="ModelCallException"/>s. Disposing it leaves the model alone, which others may use.
/// </summary>
/// <param name="model">The loaded model.</param>
public sealed class LlamaChatClient(LlamaModel model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("llama.cpp", null, model.Name);

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var answer = Start(messages, options);
        var text = new StringBuilder();
        List<TokenLogprob>? logprobs = null;
        await foreach (var delta in answer.ReadAsync(cancellationToken))
        {
            text.Append(delta.Text);
            if (delta.Logprobs is { } told) (logprobs ??= []).AddRange(told);
        }

        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, text.ToString()))
        {
            ModelId = model.Name,
            CreatedAt = model.Time.GetUtcNow(),
            FinishReason = answer.FinishReason,
            Usage = answer.Usage,
        };
        if (logprobs is not null) response.SetLogprobs(logprobs);
        if (answer.SelfCertainty is { } certainty) response.SetSelfCertainty(certainty);
        return response;
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = Start(messages, options);
        await foreach (var delta in answer.ReadAsync(cancellationToken))
        {
            var update = Update(new TextContent(delta.Text));
            if (delta.Logprobs is { } logprobs) update.SetLogprobs(logprobs);
            yield return update;
        }

        var last = Update(new UsageContent(answer.Usage));
        last.FinishReason = answer.FinishReason;
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return _metadata;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    private ChatResponseUpdate Update(AIContent content) =>
        new(ChatRole.Assistant, [content]) { ModelId = model.Name, CreatedAt = model.Time.GetUtcNow() };

    private LlamaAnswer Start(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ChatRequest.Check(options);
        var turns = ChatRequest.Turns(messages, options);

        // Tokenising megabytes takes seconds: what cannot fit is not even tried.
        var atLeast = turns.Sum(static turn => (long)Encoding.UTF8.GetByteCount(turn.Text)) / model.Vocabulary.LongestToken;
        if (atLeast >= model.ContextTokens) throw TooLong($"at least {atLeast}");
        var prompt = Tokens(turns);
        var room = model.ContextTokens - prompt.Length;
        if (room < 1) throw TooLong($"{prompt.Length}");
        var limit = Math.Min(room, options?.MaxOutputTokens ?? room);
        var request = new GenerationRequest(prompt, SamplerSettings.Of(options), limit) { Share = CallProgress.Of(options)?.Share };
        model.Submit(request);
        return new LlamaAnswer(request, model.Vocabulary, options);
    }

    private int[] Tokens(IReadOnlyList<ChatTurn> turns)
    {
        try
        {
            return PromptTokens.Of(turns, model.Template, model.Vocabulary);
        }
        catch (NotSupportedException e)
        {
            throw ChatRequest.Refused($"{e.Message}.", "messages");
        }
        catch (ObjectDisposedException e)
        {
            throw new ModelCallException(OwnerThread.Unloaded with { Cause = e });
        }
    }

    private ModelCallException TooLong(string promptTokens)
    {
        var message = $"The prompt has {promptTokens} tokens; {model.Name} reads at most {model.ContextTokens}, prompt and answer together.";
        return new ModelCallException(new ModelFault(FaultKind.ContextTooLong, message)
        {
            Status = 400,
            Upstream = new UpstreamError(message, "invalid_request_error", "messages", "context_length_exceeded"),
        });
    }
}
