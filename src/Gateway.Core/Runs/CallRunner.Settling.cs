using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Gateway;

/// <content>What a call that has ended costs, and what is written down of it.</content>
internal sealed partial class CallRunner
{
    private Candidate Finish(CallAttempt attempt, ChatResponse response, bool promptIsPaid = false)
    {
        var call = attempt.Call;
        var choices = call.Prompt.Options.ChoiceCount();
        var spend = CallUsage.Of(response.Usage, attempt.Entry.Card.Price, call.Prompt, response.Text.Length, choices, out var estimated);
        if (estimated && promptIsPaid) spend = spend with { InputTokens = 0, Cost = attempt.Entry.Card.Price.Of(0, 0, spend.OutputTokens) };
        if (!estimated && !promptIsPaid) Learn(call, spend.InputTokens);
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
