using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// One request on its way through a policy: the prompt, what may still be spent, and the means to ask models. Made only by the engine.
/// A member enters this type only when two policies need it.
/// </summary>
public sealed class PolicyRun
{
    private readonly CallRunner _calls;
    private readonly RunLog _log;
    private readonly long _opened;
    private readonly TimeSpan _waitedBefore;
    private long? _seed;
    private Random? _random;

    internal PolicyRun(PolicyDefinition definition, RunServices services, RunRequest request, PolicyRun? parent)
    {
        Definition = definition;
        Services = services;
        Prompt = request.Prompt;
        Streaming = request.Streaming;
        Parent = parent;
        Started = services.Time.GetUtcNow();
        _opened = services.Time.GetTimestamp();
        Id = request.Id ?? NewId(services.Time);
        _seed = request.Seed;
        SamplePrefix = request.SamplePrefix;
        Budget = new Budget(definition.Options.Budget.Lower(request.Limits), parent?.Budget, request.Siblings);
        Waiting = parent?.Waiting ?? new WaitClock(services.Time);
        _waitedBefore = Waiting.Total;
        _log = new RunLog(this);
        _calls = new CallRunner(this);
    }

    public string Id { get; }

    /// <summary>A new run's id: <c>run_</c> and 32 hex digits, sortable by time.</summary>
    public static string NewId(TimeProvider time) => $"run_{Guid.CreateVersion7(time.GetUtcNow()):N}";

    /// <summary>The request's messages and options. A policy's own sampling goes over it: <see cref="Sampling.Over"/>.</summary>
    public Prompt Prompt { get; }

    public Budget Budget { get; }

    public TimeProvider Time => Services.Time;

    /// <summary>Randomness for the policy's own choices; the same request gives the same numbers. Not for concurrent use.</summary>
    public Random Random => _random ??= new Random((int)RunSeed.ForSample(Seed, Definition.Options.Name, -1));

    /// <summary>The run's seed: the request's, else the client's <c>seed</c>, else a hash of the request.</summary>
    public long Seed => _seed ??= Prompt.Options.Seed ?? RunSeed.Of(Definition.Options.Name, Prompt);

    /// <summary>The model whose text the answer is; null until it is known.</summary>
    public string? AnsweredBy { get; internal set; }

    /// <summary>From opening to now.</summary>
    public TimeSpan Elapsed => Time.GetElapsedTime(_opened);

    /// <summary>The union of the times since the opening in which at least one model was being waited for, by this run or one beside it under the same request.</summary>
    public TimeSpan Waited => Waiting.Total - _waitedBefore;

    public PolicyDefinition Definition { get; }

    internal RunServices Services { get; }

    internal PolicyRun? Parent { get; }

    /// <summary>The run that the request opened.</summary>
    internal PolicyRun Outermost => Parent?.Outermost ?? this;

    /// <summary>The caller reads the answer as it is made.</summary>
    internal bool Streaming { get; }

    internal DateTimeOffset Started { get; }

    internal WaitClock Waiting { get; }

    /// <summary>Cancelled when the run's wall-clock limit has passed; set by the engine when the run starts.</summary>
    internal CancellationToken Deadline { get; set; }

    /// <summary>The wall-clock limit that has passed: the outermost one that did, as it ended this run too.</summary>
    internal TimeSpan PassedLimit => Parent is { Deadline.IsCancellationRequested: true } outer ? outer.PassedLimit : Budget.Limits.WallClock ?? TimeSpan.Zero;

    internal string SamplePrefix { get; }

    internal bool SeedIsKnown => _seed is not null;

    /// <inheritdoc cref="SampleIdentity"/>
    internal string SamplePath(int sampleIndex) => SamplePrefix + sampleIndex.ToString(CultureInfo.InvariantCulture);

    /// <summary>Makes one call and waits for its end. Faults are data.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws.</exception>
    public async Task<Candidate> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var candidate = await _calls.RunAsync(call, planned: 1, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return candidate;
    }

    /// <summary>
    /// Makes all calls at once and gives each candidate, faulty ones too, when it is there. Leaving the loop cancels what is
    /// left and waits until it is gone and settled.
    /// </summary>
    public async IAsyncEnumerable<Candidate> CallManyAsync(IReadOnlyList<ModelCall> calls, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var open = Open(cancellationToken);
        open.Start(calls);
        while (open.Outstanding > 0) yield return await open.NextAsync();
    }

    /// <summary>Calls to which more can be added while they are under way.</summary>
    /// <param name="cancellationToken">The caller's; it ends them all.</param>
    public OpenCalls Open(CancellationToken cancellationToken) => new(_calls, cancellationToken);

    /// <summary>Makes all calls at once and waits for all.</summary>
    /// <returns>The candidates that have an answer, in call order; never empty.</returns>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    public async Task<IReadOnlyList<Candidate>> GatherAsync(IReadOnlyList<ModelCall> calls, CancellationToken cancellationToken)
    {
        var order = new Dictionary<ModelCall, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < calls.Count; i++) order[calls[i]] = i;
        var all = new Candidate[calls.Count];
        await foreach (var candidate in CallManyAsync(calls, cancellationToken)) all[order[candidate.Call]] = candidate;
        var answered = all.Where(static candidate => candidate.Ok).ToArray();
        return answered.Length > 0 ? answered : throw new NoCandidateException(all);
    }

    /// <summary>Makes one call whose text is the answer, and passes it on as it comes.</summary>
    /// <exception cref="NoCandidateException">The call failed, before its first update or after it.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> StreamAsync(ModelCall call, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (Streaming)
        {
            await foreach (var update in _calls.StreamAsync(call, cancellationToken)) yield return update;
            yield break;
        }

        // The caller wants the whole answer at once: asking the model for it whole saves both sides the parsing of every token.
        var candidate = await CallAsync(call, cancellationToken);
        if (!candidate.Ok) throw new NoCandidateException([candidate]);
        await foreach (var update in Deliver(candidate)) yield return update;
    }

    /// <summary>Embeds a text with a model that can. It counts as one call; faults are data.</summary>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws.</exception>
    public async Task<TextEmbedding> EmbedAsync(string model, string text, CancellationToken cancellationToken)
    {
        var embedding = await _calls.EmbedAsync(model, text, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        return embedding;
    }

    /// <summary>Makes a candidate the run's answer, verbatim.</summary>
#pragma warning disable CS1998 // The iterator is asynchronous for its callers' sake: a policy yields from it as from StreamAsync.
    public async IAsyncEnumerable<ChatResponseUpdate> Deliver(Candidate chosen)
#pragma warning restore CS1998
    {
        var response = chosen.Response ?? throw new NoCandidateException([chosen]);
        AnsweredBy = chosen.AnsweredBy;
        foreach (var message in response.Messages)
        {
            yield return new ChatResponseUpdate(message.Role, message.Contents)
            {
                FinishReason = response.FinishReason,
                RawRepresentation = response.RawRepresentation,
                AdditionalProperties = response.AdditionalProperties,
            };
        }
    }

    /// <summary>Makes several candidates the choices of the run's answer, in their order, each verbatim. The first one's model is the answer's.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> DeliverChoices(IReadOnlyList<Candidate> chosen)
    {
        for (var choice = 0; choice < chosen.Count; choice++)
        {
            await foreach (var update in Deliver(chosen[choice]))
            {
                AnsweredBy = chosen[0].AnsweredBy;
                if (choice > 0)
                {
                    // The update shares its properties with the response, which other readers of the candidate see.
                    update.AdditionalProperties = update.AdditionalProperties?.Clone();
                    update.SetChoiceIndex(choice);
                }

                yield return update;
            }
        }
    }

    /// <summary>Opens an answer that grows step by step and can be forked, each step a call of this run. Costs nothing until the first step.</summary>
    /// <param name="model">A model that decodes steps (<see cref="ModelCard.DecodesSteps"/>).</param>
    /// <param name="prompt">What it is asked; each step is drawn with its temperature and top_p.</param>
    /// <param name="beginning">The words with which the answer begins; empty for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="NoCandidateException">The model cannot do that, or cannot read the prompt.</exception>
    public Task<RunSequence> OpenStepsAsync(string model, Prompt prompt, string beginning, CancellationToken cancellationToken) =>
        _calls.OpenStepsAsync(model, prompt, beginning, cancellationToken);

    /// <summary>Something that a model's client can do beside answering, such as decoding step by step; null where it cannot.</summary>
    public T? Capability<T>(string model) where T : class =>
        Services.Catalog.TryGet(model, out var entry) ? entry.Client.GetService(typeof(T)) as T : null;

    /// <summary>What is known about a name; null where the run's catalog does not have it.</summary>
    public ModelCard? Card(string model) => Services.Catalog.TryGet(model, out var entry) ? entry.Card : null;

    /// <summary>Adds to the run's record.</summary>
    public void Note(RunEvent happened) => _log.Add(happened);

    /// <summary>The record as it stands.</summary>
    public RunRecord ToRecord(RunOutcome outcome) => new(
        Id, Parent?.Id, Definition.Options.Name, Definition.Kind, Definition.Hash, AnsweredBy, SeedIsKnown ? _seed : null,
        Started, Elapsed, Elapsed > Waited ? Elapsed - Waited : TimeSpan.Zero, Budget.Spent, outcome, _log.ToArray());
}
