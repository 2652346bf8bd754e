using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// An answer that grows step by step within a run: each step is a call, with its place in budget, seed, clock and record. Forks may advance at
/// the same time; forking and disposing are for one flow. Disposing the sequence that was opened disposes all its forks.
/// </summary>
public sealed class RunSequence : IAsyncDisposable
{
    private readonly CallRunner _calls;
    private readonly PolicyRun _run;
    private readonly string _model;
    private readonly Prompt _prompt;
    private readonly IStepSequence _sequence;
    private readonly RunSequence? _opened;
    private readonly HashSet<RunSequence> _forks = [];
    private readonly StringBuilder _written;

    internal RunSequence(CallRunner calls, PolicyRun run, string model, Prompt prompt, string beginning, IStepSequence sequence)
    {
        (_calls, _run, _model, _prompt, _sequence) = (calls, run, model, prompt, sequence);
        _written = new StringBuilder(beginning);
    }

    private RunSequence(RunSequence origin, IStepSequence sequence)
        : this(origin._calls, origin._run, origin._model, origin._prompt, origin._written.ToString(), sequence)
    {
        _opened = origin._opened ?? origin;
        _opened._forks.Add(this);
    }

    /// <summary>A second answer with the same beginning.</summary>
    public RunSequence Fork() => new(this, _sequence.Fork());

    /// <summary>Makes one step. Faults are data, and leave the sequence where it was.</summary>
    /// <returns>The step: its text, log probabilities, spend, and a finish reason where the answer has ended.</returns>
    /// <exception cref="OperationCanceledException">The caller's token was cancelled; nothing else throws.</exception>
    public async Task<Candidate> AdvanceAsync(StepCall step, CancellationToken cancellationToken)
    {
        var options = _prompt.Options.Clone();
        options.MaxOutputTokens = step.MaxTokens;
        options.StopSequences = [.. step.StopAt];
        var call = new ModelCall(_model, new Prompt(Asked(), options)) { Role = step.Role, SampleIndex = step.Index };
        var candidate = await _calls.StepAsync(call, step.Planned, _sequence, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        _written.Append(candidate.Text);
        return candidate;
    }

    /// <summary>A piece of the run's answer, which this sequence's model wrote.</summary>
    public ChatResponseUpdate Deliver(string text, ChatFinishReason? finish = null)
    {
        _run.AnsweredBy = _model;
        return new ChatResponseUpdate(ChatRole.Assistant, text) { FinishReason = finish };
    }

    public async ValueTask DisposeAsync()
    {
        _opened?._forks.Remove(this);
        foreach (var fork in _forks) await fork._sequence.DisposeAsync();
        _forks.Clear();
        await _sequence.DisposeAsync();
    }

    /// <summary>What the model goes on from; with it the budget reserves for what is written already too.</summary>
    private IReadOnlyList<ChatMessage> Asked() =>
        _written.Length == 0 ? _prompt.Messages : [.. _prompt.Messages, new ChatMessage(ChatRole.Assistant, _written.ToString())];
}
