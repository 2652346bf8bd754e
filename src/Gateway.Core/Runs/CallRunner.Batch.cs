using System.Threading.Channels;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <content>Calls that share a request, and calls of other policies.</content>
internal sealed partial class CallRunner
{
    // OpenAI's limit on n.
    private const int LargestBatch = 128;

    /// <summary>The calls from <paramref name="start"/> on that one request to the endpoint can draw together; at least the first.</summary>
    private List<ModelCall> BatchFrom(IReadOnlyList<ModelCall> calls, int start)
    {
        var first = calls[start];
        var batch = new List<ModelCall> { first };
        if (!run.Services.Catalog.TryGet(first.Model, out var entry) || !entry.Card.BatchSamples || entry.Client.GetService(typeof(IBatchSampler)) is null)
            return batch;

        for (var i = start + 1; i < calls.Count && batch.Count < LargestBatch; i++)
        {
            if (calls[i].Model != first.Model || !ReferenceEquals(calls[i].Prompt, first.Prompt)) break;
            batch.Add(calls[i]);
        }

        return batch;
    }

    /// <summary>Draws several samples in one request. Its prompt is paid once and stands on the first sample's bill; its output is shared evenly, as the endpoint gives one sum.</summary>
    private async Task RunBatchAsync(List<ModelCall> calls, int planned, ChannelWriter<Candidate> finished, CancellationToken cancellationToken)
    {
        var attempts = new List<CallAttempt>(calls.Count);
        foreach (var call in calls)
        {
            if (Begin(call, planned--, out var attempt, out var refused)) attempts.Add(attempt);
            else finished.TryWrite(refused);
        }

        if (attempts.Count == 0) return;
        using var linked = Link(cancellationToken);
        var options = attempts[0].Options;
        options.MaxOutputTokens = attempts.Min(static attempt => attempt.Options.MaxOutputTokens);
        var sampler = (IBatchSampler)attempts[0].Entry.Client.GetService(typeof(IBatchSampler))!;
        run.Waiting.Enter();
        try
        {
            var responses = await sampler.SampleAsync(calls[0].Prompt with { Options = options }, attempts.Count, linked?.Token ?? cancellationToken);
            for (var i = 0; i < attempts.Count; i++)
            {
                finished.TryWrite(i < responses.Count
                    ? Finish(attempts[i], Share(responses, i), promptIsPaid: i > 0)
                    : Fail(attempts[i], new ModelCallException(new ModelFault(FaultKind.Malformed, $"asked for {attempts.Count} samples, the endpoint gave {responses.Count}")), cancellationToken));
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            for (var i = 0; i < attempts.Count; i++) finished.TryWrite(Fail(attempts[i], exception, cancellationToken, promptIsPaid: i > 0));
        }
        finally
        {
            run.Waiting.Leave();
        }
    }

    /// <summary>A sample with its share of the request's usage. The first keeps what belongs to the prompt, and the reasoning, which the endpoint sums too.</summary>
    private static ChatResponse Share(IReadOnlyList<ChatResponse> responses, int index)
    {
        // Read from the first each time, so the first is copied and not changed.
        var usage = responses[0].Usage;
        var response = responses[index];
        if (usage is null) return response;
        var output = usage.OutputTokenCount ?? 0;
        var share = output / responses.Count + (index < output % responses.Count ? 1 : 0);
        return new ChatResponse(response.Messages)
        {
            FinishReason = response.FinishReason,
            RawRepresentation = response.RawRepresentation,
            AdditionalProperties = response.AdditionalProperties,
            Usage = index > 0
                ? new UsageDetails { InputTokenCount = 0, OutputTokenCount = share }
                : new UsageDetails
                {
                    InputTokenCount = usage.InputTokenCount,
                    CachedInputTokenCount = usage.CachedInputTokenCount,
                    OutputTokenCount = share,
                    ReasoningTokenCount = usage.ReasoningTokenCount,
                },
        };
    }

    private PolicyRun OpenChild(CallAttempt attempt, PolicyChatClient policy, bool streaming, int planned)
    {
        // A child policy seeds its samples from its parent's seed and its place in it, so that two samples of one policy differ.
        var seed = RunSeed.ForSample(run.Seed, attempt.Call.Model, attempt.Call.SampleIndex);
        return policy.OpenChild(new RunRequest(PromptOf(attempt.Call))
        {
            Seed = seed,
            Streaming = streaming,
            Siblings = planned,
            SamplePrefix = attempt.Call.SampleIndex == 0 && run.SamplePrefix.Length == 0 ? "" : $"{run.SamplePath(attempt.Call.SampleIndex)}/",
        }, run);
    }

    /// <summary>A remote endpoint gets the client's seed as it stands in the options: there each sample of a policy needs its own too.</summary>
    private static Prompt PromptOf(ModelCall call)
    {
        if (call.SampleIndex == 0 || call.Prompt.Options.Seed is not { } seed) return call.Prompt;
        var options = call.Prompt.Options.Clone();
        options.Seed = RunSeed.ForSample(seed, call.Model, call.SampleIndex);
        return call.Prompt with { Options = options };
    }

    private async Task<Candidate> RunChildAsync(CallAttempt attempt, PolicyChatClient policy, int planned, CancellationToken cancellationToken)
    {
        var child = OpenChild(attempt, policy, streaming: false, planned);
        try
        {
            return FinishChild(attempt, child, await policy.RunAsync(child, cancellationToken));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Fail(attempt, exception, cancellationToken, child);
        }
    }

    private Candidate FinishChild(CallAttempt attempt, PolicyRun child, ChatResponse response)
    {
        var candidate = new Candidate(attempt.Call, response, null, child.Budget.Spent, run.Time.GetElapsedTime(attempt.Started), Cached: false)
        {
            AnsweredBy = child.AnsweredBy ?? attempt.Call.Model,
        };
        Record(candidate, estimated: false, child);
        return candidate;
    }
}
