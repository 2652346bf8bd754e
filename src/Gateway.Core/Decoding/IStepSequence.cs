namespace Gateway;

/// <summary>
/// An answer that grows step by step. Not for concurrent use; its forks are independent of it and of each other, and may advance at the same
/// time. Disposing it frees what the model keeps for it, not for its forks.
/// </summary>
public interface IStepSequence : IAsyncDisposable
{
    /// <summary>The sum of the natural logs of the probabilities of all tokens drawn so far, since the opening.</summary>
    double LogprobSum { get; }

    /// <summary>A second answer with the same beginning.</summary>
    IStepSequence Fork();

    /// <summary>Generates one step. When the call is cancelled or fails, the sequence stays where it was before it.</summary>
    /// <exception cref="ModelCallException">The model failed, or the context is full.</exception>
    /// <exception cref="InvalidOperationException">The answer has ended, or an earlier step is still being made.</exception>
    Task<DecodedStep> AdvanceAsync(StepLimits limits, CancellationToken cancellationToken);
}
