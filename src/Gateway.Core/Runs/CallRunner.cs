using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Gateway;

/// <summary>Makes the calls of one run: reserve, ask, settle, record. Never throws for what a model does.</summary>
internal sealed partial class CallRunner(PolicyRun run)
{
    // Guards _knownInput: what finished samples said of a prompt's true length, for their siblings' bills.
    private readonly Lock _gate = new();
    private Dictionary<(string Model, Prompt Prompt), long>? _knownInput;

    /// <summary>Makes one call to its end.</summary>
    /// <param name="call">The call.</param>
    /// <param name="planned">How many calls like this one are still to be made, this one included.</param>
    /// <param name="cancellationToken">Abandons the call; it is then settled with what is known.</param>
    public async Task<Candidate> RunAsync(ModelCall call, int planned, CancellationToken cancellationToken)
    {
        if (!Begin(call, planned, out var attempt, out var refused)) return refused;
        if (attempt.Entry.Client is PolicyChatClient policy) return await RunChildAsync(attempt, policy, cancellationToken);

        using var linked = Link(cancellationToken);
        var token = linked?.Token ?? cancellationToken;
        run.Waiting.Enter();
        try
        {
            var response = await attempt.Entry.Client.GetResponseAsync(call.Prompt.Messages, attempt.Options, token);
            return Finish(attempt, response);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return Fail(attempt, exception, cancellationToken);
        }
        finally
        {
            run.Waiting.Leave();
        }
    }

    /// <summary>Starts all calls and writes each candidate to <paramref name="finished"/> when it is there. The tasks never fail.</summary>
    public List<Task> StartAll(IReadOnlyList<ModelCall> calls, ChannelWriter<Candidate> finished, CancellationToken cancellationToken)
    {
        var running = new List<Task>(calls.Count);
        for (var i = 0; i < calls.Count;)
        {
            var batch = BatchFrom(calls, i);
            running.Add(batch.Count > 1
                ? RunBatchAsync(batch, calls.Count - i, finished, cancellationToken)
                : WriteAsync(RunAsync(calls[i], calls.Count - i, cancellationToken), finished));
            i += batch.Count;
        }

        return running;

        static async Task WriteAsync(Task<Candidate> candidate, ChannelWriter<Candidate> finished) => finished.TryWrite(await candidate);
    }

    /// <summary>Makes one call and passes its updates on as they come.</summary>
    /// <exception cref="NoCandidateException">The call failed.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Begin(call, planned: 1, out var attempt, out var refused)) throw new NoCandidateException([refused]);

        using var linked = Link(cancellationToken);
        var token = linked?.Token ?? cancellationToken;
        var child = attempt.Entry.Client is PolicyChatClient policy ? OpenChild(attempt, policy, streaming: true) : null;
        var source = child is null
            ? attempt.Entry.Client.GetStreamingResponseAsync(call.Prompt.Messages, attempt.Options, token)
            : ((PolicyChatClient)attempt.Entry.Client).AnswerAsync(child, token);
        var seen = new StreamedAnswer(run.Services.KeepTexts);
        Candidate? ended = null;
        var updates = source.GetAsyncEnumerator(token);
        try
        {
            while (true)
            {
                bool more;
                if (child is null) run.Waiting.Enter();
                try
                {
                    more = await updates.MoveNextAsync();
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    ended = Fail(attempt, exception, cancellationToken, child);
                    cancellationToken.ThrowIfCancellationRequested();
                    throw new NoCandidateException([ended]);
                }
                finally
                {
                    if (child is null) run.Waiting.Leave();
                }

                if (!more) break;
                run.AnsweredBy = child?.AnsweredBy ?? call.Model;
                seen.Add(updates.Current);
                if (child is null) attempt.Progress.OutputTokens = Math.Max(attempt.Progress.OutputTokens, seen.Chunks);
                yield return updates.Current;
            }

            ended = child is null ? Finish(attempt, seen.ToResponse()) : FinishChild(attempt, child, seen.ToResponse());
        }
        finally
        {
            await updates.DisposeAsync();
            if (ended is null) Fail(attempt, new OperationCanceledException(cancellationToken), cancellationToken, child);
        }
    }

    /// <summary>Looks the name up, reserves the call's worst case and prepares its options.</summary>
    private bool Begin(ModelCall call, int planned, out CallAttempt attempt, out Candidate refused)
    {
        attempt = null!;
        refused = null!;
        var started = run.Time.GetTimestamp();
        if (!run.Services.Catalog.TryGet(call.Model, out var entry))
        {
            refused = Refuse(call, new ModelFault(FaultKind.Refused, $"'{call.Model}' is neither a model nor a policy of this gateway"));
            return false;
        }

        if (run.Deadline.IsCancellationRequested)
        {
            refused = Refuse(call, CallFaults.Deadline(run.PassedLimit));
            return false;
        }

        // A policy reserves for its own calls; it is no call itself.
        if (entry.Client is PolicyChatClient)
        {
            attempt = new CallAttempt(call, entry, call.Prompt.Options, Reservation: null, new CallProgress(), started);
            return true;
        }

        var known = KnownInput(call);
        var input = known ?? (run.Budget.NeedsInputEstimate ? call.Prompt.EstimateInputTokens() : 0);
        var request = new ReservationRequest(call.Prompt.Options.ChoiceCount(), input, call.Prompt.Options.MaxOutputTokens, planned, entry.Card.Price);
        if (!run.Budget.TryReserve(request, out var reservation, out var refusal))
        {
            refused = Refuse(call, new ModelFault(FaultKind.BudgetSpent, refusal));
            return false;
        }

        var options = call.Prompt.Options.Clone();
        if (reservation.MaxOutputTokens is { } limit) options.MaxOutputTokens = (int)Math.Min(limit, int.MaxValue);
        options.Seed = SeedFor(call, entry.Card);
        var progress = new CallProgress { Share = run.Outermost.Id };
        progress.AttachTo(options);
        attempt = new CallAttempt(call, entry, options, reservation, progress, started);
        return true;
    }

    /// <summary>Local samples are seeded from the run; a remote endpoint gets a seed only if the client sent one, and then each sample its own.</summary>
    private long? SeedFor(ModelCall call, ModelCard card)
    {
        if (card.Backend == ModelBackend.Local) return RunSeed.ForSample(run.Seed, card.Name, call.SampleIndex);
        return call.Prompt.Options.Seed is { } seed && call.SampleIndex > 0 ? RunSeed.ForSample(seed, card.Name, call.SampleIndex) : call.Prompt.Options.Seed;
    }

    /// <summary>The caller's token and the run's deadline as one; null where there is no deadline.</summary>
    private CancellationTokenSource? Link(CancellationToken cancellationToken) =>
        run.Deadline.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, run.Deadline) : null;

    private Candidate Finish(CallAttempt attempt, ChatResponse response)
    {
        var call = attempt.Call;
        var choices = call.Prompt.Options.ChoiceCount();
        var spend = CallUsage.Of(response.Usage, attempt.Entry.Card.Price, call.Prompt, response.Text.Length, choices, out var estimated);
        if (!estimated) Learn(call, spend.InputTokens);
        run.Budget.Settle(attempt.Reservation!, spend);
        var candidate = new Candidate(call, response, null, spend, run.Time.GetElapsedTime(attempt.Started), Cached: false) { AnsweredBy = attempt.Entry.Card.Name };
        Record(candidate, estimated, child: null);
        return candidate;
    }

    private Candidate Fail(CallAttempt attempt, Exception exception, CancellationToken abandoned, PolicyRun? child = null, bool promptIsPaid = false)
    {
        var fault = exception is OperationCanceledException
            ? abandoned.IsCancellationRequested ? CallFaults.Abandoned
            : run.Deadline.IsCancellationRequested ? CallFaults.Deadline(run.PassedLimit)
            : exception.InnerException is TimeoutException ? CallFaults.From(exception.InnerException)
            : CallFaults.Abandoned
            : CallFaults.From(exception);

        // A request that was refused, or never got through, costs nothing; one that was under way costs what it used.
        var spend = child is not null
            ? child.Budget.Spent
            : fault.Kind is FaultKind.Abandoned or FaultKind.Timeout || attempt.Progress.OutputTokens > 0
                ? CallUsage.Unfinished(attempt.Progress, attempt.Entry.Card.Price, attempt.Call.Prompt, promptIsPaid ? 0 : KnownInput(attempt.Call), attempt.Call.Prompt.Options.ChoiceCount())
                : new Spend(attempt.Call.Prompt.Options.ChoiceCount(), 0, 0, 0, 0);
        if (attempt.Reservation is not null) run.Budget.Settle(attempt.Reservation, spend);
        var candidate = new Candidate(attempt.Call, null, fault, spend, run.Time.GetElapsedTime(attempt.Started), Cached: false) { AnsweredBy = attempt.Entry.Card.Name };
        Record(candidate, estimated: spend.InputTokens > 0, child);
        if (fault.Kind is FaultKind.Upstream or FaultKind.Malformed) LogFault(attempt.Entry.Card.Name, fault);
        return candidate;
    }

    private Candidate Refuse(ModelCall call, ModelFault fault)
    {
        var candidate = new Candidate(call, null, fault, default, TimeSpan.Zero, Cached: false) { AnsweredBy = call.Model };
        Record(candidate, estimated: false, child: null);
        return candidate;
    }

    private long? KnownInput(ModelCall call)
    {
        lock (_gate) return _knownInput is not null && _knownInput.TryGetValue((call.Model, call.Prompt), out var tokens) ? tokens : null;
    }

    private void Learn(ModelCall call, long inputTokens)
    {
        // Only siblings can profit, and a lone call has none.
        if (call.Role != "sample") return;
        lock (_gate) (_knownInput ??= new(PromptIdentity.Instance))[(call.Model, call.Prompt)] = inputTokens;
    }

    private void Record(Candidate candidate, bool estimated, PolicyRun? child)
    {
        var keep = run.Services.KeepTexts && candidate.Response is not null;
        run.Note(new CallEnded(
            candidate.Call.Model,
            candidate.Call.Role,
            candidate.Call.SampleIndex,
            keep ? candidate.Text : null,
            keep ? ToolCalls.Describe(candidate.Response!) : null,
            candidate.Response?.FinishReason?.Value,
            candidate.Spend,
            estimated,
            candidate.Elapsed,
            candidate.Fault?.Kind,
            candidate.Fault?.Message,
            candidate.Cached,
            child?.Id));
    }

    private void LogFault(string model, ModelFault fault)
    {
        LogFault(run.Services.Logger, run.Id, model, fault.Message);
        if (fault.Cause is not null) LogCause(run.Services.Logger, run.Id, fault.Cause);
    }

    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "{RunId}: a call of {Model} failed: {Reason}")]
    private static partial void LogFault(ILogger logger, string runId, string model, string reason);

    // The reason says what an operator needs; the stack is for whoever debugs a client.
    [LoggerMessage(EventId = 1002, Level = LogLevel.Debug, Message = "{RunId}: the failed call's exception")]
    private static partial void LogCause(ILogger logger, string runId, Exception cause);
}
