using Gateway.Evals.Suites;

namespace Gateway.Evals.Running;

/// <summary>Asks a policy an item, as the server would, and grades what comes.</summary>
internal sealed class ItemRunner(Suite suite, PolicyChatClient policy, EvaluatedModels models, RecordCollector records, long seed)
{
    /// <summary>The finished item. What a policy or model does wrong is in the row, never thrown.</summary>
    /// <exception cref="OperationCanceledException">The evaluation was stopped; the item is not finished.</exception>
    public async Task<SampleRow> RunAsync(SuiteItem item, CancellationToken cancellationToken)
    {
        var prompt = await suite.PromptOfAsync(item, cancellationToken);
        new AskedItem(item, prompt.Messages).AttachTo(prompt.Options);
        var run = policy.Open(new RunRequest(prompt) { Seed = RunSeed.ForSample(seed, item.Id, 0) });
        string? text = null;
        string? error = null;
        try
        {
            text = (await policy.RunAsync(run, cancellationToken)).Text;
        }
        catch (NoCandidateException exception)
        {
            error = exception.Message;
        }

        var record = records.Take(run.Id)!;
        var inner = new Dictionary<string, RunRecord>(StringComparer.Ordinal);
        TakeInner(record, inner);
        var calls = inner.Values.Prepend(record).SelectMany(static one => one.Events.OfType<CallEnded>()).ToArray();

        // A vote of four where five were asked for would be another policy: what is missing is said, not made up for.
        if (calls.FirstOrDefault(static call => call is { Fault: FaultKind.NotRecorded, ChildRunId: null }) is { } missing) error = missing.FaultMessage;
        if (error is not null) text = null;
        var isTimed = models.IsTimed(run.Id);
        return new SampleRow
        {
            Id = item.Id,
            Category = item.Category,
            Gold = item.Gold,
            Text = text,
            Answer = text is null ? null : suite.AnswerOf(text),
            Correct = text is not null && suite.IsCorrect(text, item),
            Model = text is null ? null : run.AnsweredBy,
            Error = error,
            Spend = record.Spend,
            Estimated = calls.Any(static call => call.Estimated),
            ElapsedMs = isTimed && error is null ? record.Elapsed.TotalMilliseconds : null,
            VoteShare = text is null ? null : ShareOfVotes(record),
            Candidates = [.. calls.Where(static call => call is { Role: "sample" or "answer", Text: not null, ChildRunId: null }).Select(call => Grade(call, item))],
            Events = SampleRow.EventsOf(record, inner.GetValueOrDefault),
        };
    }

    private GradedCandidate Grade(CallEnded call, SuiteItem item) => new(call.Model, call.SampleIndex, suite.AnswerOf(call.Text!), suite.IsCorrect(call.Text!, item));

    /// <summary>Votes of the winning answer among all that voted.</summary>
    private static double? ShareOfVotes(RunRecord record)
    {
        if (record.Events.OfType<Scored>().LastOrDefault(static scored => scored.Scorer == "majority") is not { } votes) return null;

        // Each sample's score is that of its answer, weights and all, so an answer counts once.
        var answers = votes.Scores.Where(static score => score.Answer is not null).GroupBy(static score => score.Answer, static score => score.Score ?? 0).Select(static answer => answer.Max()).ToArray();
        return answers.Sum() is > 0 and var all ? answers.Max() / all : 0;
    }

    private void TakeInner(RunRecord record, Dictionary<string, RunRecord> inner)
    {
        foreach (var call in record.Events.OfType<CallEnded>())
        {
            if (call.ChildRunId is not { } id || records.Take(id) is not { } child) continue;
            inner[id] = child;
            TakeInner(child, inner);
        }
    }
}
