namespace Gateway.Policies;

/// <summary>
/// Counts votes as they arrive. The winner is a function of the samples alone: most votes, then the answer that appears first in the
/// order of the samples.
/// </summary>
/// <param name="weights">How much each sample counts, in their order.</param>
internal sealed class VoteTally(IReadOnlyList<decimal> weights)
{
    private readonly Dictionary<AnswerKey, Standing> _standings = [];

    // What the samples that have not arrived could still add to one answer.
    private decimal _open = weights.Sum();

    /// <summary>Every sample counts the same.</summary>
    public VoteTally(int samples)
        : this([.. Enumerable.Repeat(1m, samples)])
    {
    }

    /// <summary>Samples that have not arrived.</summary>
    public int Outstanding { get; private set; } = weights.Count;

    /// <summary>The weights of the samples that voted.</summary>
    public decimal Votes { get; private set; }

    /// <summary>Votes of the second best answer; 0 where there is none.</summary>
    public decimal RunnerUp { get; private set; }

    /// <summary>The best answer so far; null while nothing has voted.</summary>
    public AnswerKey? Leader { get; private set; }

    /// <summary>Whatever the outstanding samples say, the leader wins: it has more votes than the runner-up and all of them together.</summary>
    public bool IsDecided => Leader is { } leader && VotesFor(leader) > RunnerUp + _open;

    /// <summary>The weights of the samples that voted for an answer.</summary>
    public decimal VotesFor(AnswerKey key) => _standings.TryGetValue(key, out var standing) ? standing.Votes : 0;

    /// <summary>A sample has arrived.</summary>
    /// <param name="sample">Its place in the order of the samples.</param>
    /// <param name="key">Its vote; null where it has none, because it failed or holds no answer.</param>
    public void Add(int sample, AnswerKey? key)
    {
        var weight = weights[sample];
        Outstanding--;
        _open -= weight;
        if (key is not { } vote || weight == 0) return;
        Votes += weight;
        var before = _standings.TryGetValue(vote, out var standing) ? standing : new Standing(0, sample);
        _standings[vote] = new Standing(before.Votes + weight, Math.Min(before.First, sample));
        Rank();
    }

    private void Rank()
    {
        var best = default(KeyValuePair<AnswerKey, Standing>);
        var second = 0m;
        foreach (var entry in _standings)
        {
            if (best.Value.Votes == 0 || entry.Value.Beats(best.Value))
            {
                second = best.Value.Votes;
                best = entry;
            }
            else
            {
                second = Math.Max(second, entry.Value.Votes);
            }
        }

        Leader = best.Key;
        RunnerUp = second;
    }

    private readonly record struct Standing(decimal Votes, int First)
    {
        public bool Beats(Standing other) => Votes != other.Votes ? Votes > other.Votes : First < other.First;
    }
}
