namespace Gateway.Llama;

/// <summary>
/// The tokens of a prompt that several forks begin with. They are computed once and read from the cache by all others, so they stand on the
/// bill of the step that began first.
/// </summary>
internal sealed class PromptBill(int tokens)
{
    private int _unpaid = tokens;

    /// <summary>What is still to be paid; nothing is after it.</summary>
    public int Take() => Interlocked.Exchange(ref _unpaid, 0);

    /// <summary>The step was given up before anything was computed.</summary>
    public void Return(int taken) => Interlocked.Add(ref _unpaid, taken);
}
