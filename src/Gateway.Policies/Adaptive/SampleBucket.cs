namespace Gateway.Policies;

/// <summary>
/// Keeps an average over requests: a token bucket. Each request pays its share in, and further samples can only be drawn while something is
/// in it. So N requests together draw at most (N + <see cref="Ahead"/>) times the average, or their first rounds if those are more.
/// </summary>
/// <param name="mean">Samples of a request on average.</param>
internal sealed class SampleBucket(double mean)
{
    /// <summary>Requests that may be hard one after the other at the beginning.</summary>
    public const int Ahead = 16;

    // A quiet hour does not pay for a night in which every request is hard.
    private const int Capacity = 64;

    // Guards _left: requests draw concurrently.
    private readonly Lock _gate = new();
    private double _left = mean * Ahead;

    /// <summary>A request has come; it draws its first round whatever is in the bucket.</summary>
    public void Open(int firstRound)
    {
        lock (_gate) _left = Math.Min(_left + mean, mean * Capacity) - firstRound;
    }

    /// <summary>Takes samples out.</summary>
    /// <returns>How many of them may be drawn.</returns>
    public int Take(int wanted)
    {
        lock (_gate)
        {
            var granted = Math.Clamp((int)Math.Floor(_left), 0, wanted);
            _left -= granted;
            return granted;
        }
    }
}
