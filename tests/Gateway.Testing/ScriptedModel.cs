using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>
/// A model that says what a test wrote. The engine starts the calls of one round in their order, so the k-th answer belongs to sample k;
/// asked more often than it has answers it fails the test rather than repeat itself.
/// </summary>
public sealed class ScriptedModel : IChatClient, IBatchSampler
{
    private readonly ConcurrentQueue<ScriptedAnswer> _answers = new();
    private readonly ConcurrentQueue<ScriptedRequest> _requests = new();
    private ScriptedAnswer? _otherwise;
    private Func<ScriptedRequest, ScriptedAnswer>? _reply;
    private IStepDecoder? _steps;
    private int _active;
    private int _cancelled;
    private int _batches;

    private ScriptedModel(string name) => Card = new ModelCard(name, ModelBackend.Remote, 4096, Price.Free);

    public ModelCard Card { get; private set; }

    /// <summary>The clock of its delays; set by <see cref="TestRun"/>.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>What it was asked, in order.</summary>
    public IReadOnlyList<ScriptedRequest> Requests => [.. _requests];

    /// <summary>Samples that it was asked for.</summary>
    public int Calls => _requests.Count;

    /// <summary>Samples that it is working on.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>Samples that were cancelled before they were done.</summary>
    public int Cancelled => Volatile.Read(ref _cancelled);

    /// <summary>Requests for several samples at once.</summary>
    public int Batches => Volatile.Read(ref _batches);

    public static ScriptedModel Named(string name) => new(name);

    public ScriptedModel Says(params ScriptedAnswer[] answers)
    {
        foreach (var answer in answers) _answers.Enqueue(answer);
        return this;
    }

    /// <summary>What it says once the answers of <see cref="Says"/> are used up.</summary>
    public ScriptedModel Always(ScriptedAnswer answer)
    {
        _otherwise = answer;
        return this;
    }

    /// <summary>What it says to a request, where that depends on the request.</summary>
    public ScriptedModel Replies(Func<ScriptedRequest, ScriptedAnswer> reply)
    {
        _reply = reply;
        return this;
    }

    /// <summary>A model of this process; it decodes steps, each of which is a whole answer.</summary>
    public ScriptedModel Local() => Local(new WholeAnswers(this));

    /// <summary>A model of this process that decodes steps.</summary>
    public ScriptedModel Local(IStepDecoder steps)
    {
        _steps = steps;
        Card = Card with { Backend = ModelBackend.Local, DecodesSteps = true };
        return this;
    }

    /// <summary>Prompt and answer fit into so many tokens together.</summary>
    public ScriptedModel Holding(int contextTokens)
    {
        Card = Card with { ContextTokens = contextTokens };
        return this;
    }

    /// <summary>It makes embeddings too: this one of each text.</summary>
    public ScriptedModel Embedding(Func<string, float[]> vectorOf)
    {
        Embeddings = new ScriptedEmbeddings(vectorOf);
        return this;
    }

    /// <summary>What it makes embeddings with; null where it makes none.</summary>
    public ScriptedEmbeddings? Embeddings { get; private set; }

    public ScriptedModel Batching()
    {
        Card = Card with { BatchSamples = true };
        return this;
    }

    /// <summary>Prices in US dollars for each million tokens.</summary>
    public ScriptedModel Costs(decimal input, decimal output)
    {
        Card = Card with { Price = new Price(input, input, output) };
        return this;
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        (await WorkAsync(messages, options, cancellationToken)).ToResponse();

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var answer = Next(messages, options);
        if (answer.Text.Length == 0) await FinishAsync(answer, cancellationToken);

        // Word by word, so that a test of streaming sees more than one update.
        foreach (var word in answer.Text.Split(' ').Select(static (word, place) => place == 0 ? word : $" {word}"))
        {
            if (answer.Text.Length > 0) yield return new ChatResponseUpdate(ChatRole.Assistant, word);
        }

        if (answer.Text.Length > 0) await FinishAsync(answer, cancellationToken);
        var last = new ChatResponseUpdate(ChatRole.Assistant, [.. answer.ToolCalls]) { FinishReason = answer.FinishReason };
        if (answer.ToUsage() is { } usage) last.Contents.Add(new UsageContent(usage));
        if (answer.Logprobs is not null) last.SetLogprobs(answer.Logprobs);
        yield return last;
    }

    public async Task<IReadOnlyList<ChatResponse>> SampleAsync(Prompt prompt, int count, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _batches);
        var responses = new List<ChatResponse>();
        for (var i = 0; i < count; i++) responses.Add((await WorkAsync(prompt.Messages, prompt.Options, cancellationToken)).ToResponse());

        // As endpoints do: one usage for the whole request, the prompt counted once.
        var input = responses[0].Usage?.InputTokenCount;
        var output = responses.Sum(static response => response.Usage?.OutputTokenCount);
        foreach (var response in responses) response.Usage = null;
        responses[0].Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = output };
        return responses;
    }

    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        if (serviceType == typeof(IStepDecoder)) return _steps;
        if (serviceType == typeof(IBatchSampler) && !Card.BatchSamples) return null;
        if (serviceType == typeof(IEmbeddingGenerator<ModelText, Embedding<float>>)) return Embeddings;
        return serviceType.IsInstanceOfType(this) ? this : null;
    }

    public void Dispose()
    {
        // Nothing to release.
    }

    private ScriptedAnswer Next(IEnumerable<ChatMessage> messages, ChatOptions? options)
    {
        var request = new ScriptedRequest([.. messages], options?.Clone() ?? new ChatOptions());
        _requests.Enqueue(request);
        if (_reply is not null) return _reply(request);
        return _answers.TryDequeue(out var answer) ? answer
            : _otherwise ?? throw new ModelCallException(new ModelFault(FaultKind.NotRecorded, $"{Card.Name} was asked {Calls} times and has no answer left"));
    }

    private async Task<ScriptedAnswer> WorkAsync(IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellationToken)
    {
        var answer = Next(messages, options);
        await FinishAsync(answer, cancellationToken);
        return answer;
    }

    private async Task FinishAsync(ScriptedAnswer answer, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _active);
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (answer.Delay > TimeSpan.Zero) await Task.Delay(answer.Delay, Time, cancellationToken);
            if (answer.Gate is not null) await answer.Gate.WaitAsync(cancellationToken);
            if (answer.Fault is not null) throw new ModelCallException(answer.Fault);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref _cancelled);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _active);
        }
    }

    /// <summary>Its answers as answers of one step.</summary>
    private sealed class WholeAnswers(ScriptedModel model) : IStepDecoder
    {
        public Task<IStepSequence> OpenAsync(Prompt prompt, string beginning, CancellationToken cancellationToken) => Task.FromResult<IStepSequence>(new Sequence(model, prompt));

        private sealed class Sequence(ScriptedModel model, Prompt prompt) : IStepSequence
        {
            public double LogprobSum => 0;

            public IStepSequence Fork() => new Sequence(model, prompt);

            public async Task<DecodedStep> AdvanceAsync(StepLimits limits, CancellationToken cancellationToken)
            {
                var answer = await model.WorkAsync(prompt.Messages, prompt.Options, cancellationToken);
                return new DecodedStep(answer.Text, answer.Logprobs ?? [new TokenLogprob(answer.Text, -0.1)], ChatFinishReason.Stop) { Usage = answer.ToUsage() };
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
