using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A policy as a model: servers, the evaluation runner, tests and other policies call the same thing.</summary>
public sealed class PolicyChatClient(PolicyDefinition definition, RunServices services) : IChatClient
{
    public PolicyDefinition Definition { get; } = definition;

    /// <summary>Opens a run. It costs nothing until <see cref="AnswerAsync"/> is read.</summary>
    public PolicyRun Open(RunRequest request) => new(Definition, services, request, parent: null);

    internal PolicyRun OpenChild(RunRequest request, PolicyRun parent) => new(Definition, services, request, parent);

    /// <summary>Runs the policy. Leaving the loop early cancels every call and writes the record as cancelled.</summary>
    /// <exception cref="NoCandidateException">There is no answer.</exception>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var deadline = run.Budget.Limits.WallClock is { } limit && limit > TimeSpan.Zero ? new CancellationTokenSource(limit, run.Time) : null;
        using var both = deadline is null || run.Parent is not { Deadline.CanBeCanceled: true }
            ? null
            : CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, run.Parent.Deadline);
        run.Deadline = both?.Token ?? deadline?.Token ?? run.Parent?.Deadline ?? CancellationToken.None;

        var outcome = RunOutcome.Cancelled;
        var updates = run.Definition.Policy.AnswerAsync(run, cancellationToken).GetAsyncEnumerator(cancellationToken);
        try
        {
            while (true)
            {
                bool more;
                try
                {
                    more = await updates.MoveNextAsync();
                }
                catch (Exception) when (!cancellationToken.IsCancellationRequested)
                {
                    outcome = RunOutcome.Failed;
                    throw;
                }

                if (!more) break;
                yield return updates.Current;
            }

            outcome = RunOutcome.Answered;
        }
        finally
        {
            await updates.DisposeAsync();
            var record = run.ToRecord(outcome);
            foreach (var sink in services.Sinks) sink.Write(record);
        }
    }

    public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        AnswerAsync(Open(Request(messages, options, streaming: true)), cancellationToken);

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
        RunAsync(Open(Request(messages, options, streaming: false)), cancellationToken);

    /// <summary>The whole answer of a run, with the usage of all its calls.</summary>
    public async Task<ChatResponse> RunAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var updates = new List<ChatResponseUpdate>(1);
        await foreach (var update in AnswerAsync(run, cancellationToken)) updates.Add(update);
        var response = updates.ToChatResponse();
        if (updates is [var only])
        {
            response.RawRepresentation = only.RawRepresentation;
            response.AdditionalProperties = only.AdditionalProperties;
        }

        var spent = run.Budget.Spent;
        response.ModelId = run.AnsweredBy;
        response.Usage = new UsageDetails
        {
            InputTokenCount = spent.InputTokens,
            CachedInputTokenCount = spent.CachedInputTokens,
            OutputTokenCount = spent.OutputTokens,
            ReasoningTokenCount = spent.ReasoningTokens,
            TotalTokenCount = spent.InputTokens + spent.OutputTokens,
        };
        return response;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
        // Nothing to release: runs own what they use.
    }

    private static RunRequest Request(IEnumerable<ChatMessage> messages, ChatOptions? options, bool streaming) =>
        new(new Prompt([.. messages], options ?? new ChatOptions())) { Streaming = streaming };
}
