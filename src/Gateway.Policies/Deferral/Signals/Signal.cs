namespace Gateway.Policies;

/// <summary>How sure a stage is of its answer.</summary>
/// <param name="name">As in YAML.</param>
internal abstract class Signal(string name)
{
    public string Name => name;

    /// <summary>The stage's calls have to ask for log probabilities.</summary>
    public virtual bool ReadsLogprobs => false;

    /// <returns>Larger is surer; null where it cannot be told, and then the answer is not accepted.</returns>
    public abstract ValueTask<double?> OfAsync(PolicyRun run, StageView view, CancellationToken cancellationToken);
}

/// <summary>A signal that is in what the stages said, and asks nobody.</summary>
/// <param name="name">As in YAML.</param>
internal abstract class SeenSignal(string name) : Signal(name)
{
    /// <inheritdoc cref="Signal.OfAsync"/>
    public abstract double? Of(StageView view);

    public sealed override ValueTask<double?> OfAsync(PolicyRun run, StageView view, CancellationToken cancellationToken) => ValueTask.FromResult(Of(view));
}
