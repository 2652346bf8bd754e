using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.AI;

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
        if (attempt.Entry.Client is PolicyChatClient policy) return await RunChildAsync(attempt, policy, planned, cancellationToken);

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

        static async Task WriteAsync(Task<Candidate> candidate, ChannelWriter<Candidate> finished)
        {
            try
            {
                finished.TryWrite(await candidate);
            }
            catch (Exception exception)
            {
                // A bug: who reads the channel has to meet it instead of waiting for ever.
                finished.TryComplete(exception);
            }
        }
    }

    /// <summary>Makes one call and passes its updates on as they come.</summary>
    /// <exception cref="NoCandidateException">The call failed.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (!Begin(call, planned: 1, out var attempt, out var refused)) throw new NoCandidateException([refused]);

        using var linked = Link(cancellationToken);
        var token = linked?.Token ?? cancellationToken;
        var child = attempt.Entry.Client is PolicyChatClient policy ? OpenChild(attempt, policy, streaming: true, planned: 1) : null;
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
    /// <param name="call">The call.</param>
    /// <param name="planned">How many calls like this one are still to be made, this one included.</param>
    /// <param name="attempt">The call on its way.</param>
    /// <param name="refused">Why there is none.</param>
    /// <param name="takesLess">The call's own output limit may be lowered to its share of the budget.</param>
    private bool Begin(ModelCall call, int planned, out CallAttempt attempt, out Candidate refused, bool takesLess = false)
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
        var request = new ReservationRequest(call.Prompt.Options.ChoiceCount(), input, call.Prompt.Options.MaxOutputTokens, planned, entry.Card.Price) { TakesLess = takesLess };
        if (!run.Budget.TryReserve(request, out var reservation, out var refusal))
        {
            refused = Refuse(call, new ModelFault(FaultKind.BudgetSpent, refusal));
            return false;
        }

        var options = call.Prompt.Options.Clone();
        if (reservation.MaxOutputTokens is { } limit) options.MaxOutputTokens = (int)Math.Min(limit, int.MaxValue);
        options.Seed = SeedFor(call, entry.Card);
        options.SetSamplePath(run.SamplePath(call.SampleIndex));
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
}
