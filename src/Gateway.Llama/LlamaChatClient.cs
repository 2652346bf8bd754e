using System.Runtime.CompilerServices;
using System.Text;
using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;
using Gateway.Llama.Tools;
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

        List<AIContent> contents = text.Length > 0 || answer.Calls.Count == 0 ? [new TextContent(text.ToString()), .. answer.Calls] : [.. answer.Calls];
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
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

        if (answer.Calls.Count > 0) yield return Update([.. answer.Calls]);
        var last = Update(new UsageContent(answer.Usage));
        last.FinishReason = answer.FinishReason;
        yield return last;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null) return null;
        if (serviceType == typeof(ChatClientMetadata)) return _metadata;
        if (serviceType == typeof(LlamaModel)) return model;
        if (serviceType == typeof(IEmbeddingGenerator<ModelText, Embedding<float>>)) return model.Embeddings;
        if (serviceType == typeof(ITextCompleter)) return new LlamaTextCompleter(model);
        if (serviceType == typeof(IStepDecoder)) return model.CanFork ? new KvStepDecoder(model) : null;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
    }

    private ChatResponseUpdate Update(params AIContent[] contents) =>
        new(ChatRole.Assistant, contents) { ModelId = model.Name, CreatedAt = model.Time.GetUtcNow() };

    private LlamaAnswer Start(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        ChatRequest.Check(options, model.Vocabulary.Count);
        var tools = ToolUse.Of(options, model.Template.ToolForm);
        var prompt = LlamaPrompt.Tokens(model, ChatRequest.Turns(messages, options), tools);
        var room = model.ContextTokens - prompt.Length;
        var limit = Math.Min(room, options?.MaxOutputTokens ?? room);
        var request = new GenerationRequest(prompt, SamplerSettings.Of(options), limit)
        {
            Share = CallProgress.Of(options)?.Share,
            Constraint = AnswerConstraint.Of(options, tools, model.Vocabulary),
        };
        model.Submit(request);
        return new LlamaAnswer(request, model.Vocabulary, options, tools?.NewText(prompt, options!.Seed));
    }
}
