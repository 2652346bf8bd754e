namespace Gateway.Policies;

/// <summary>
/// Counts votes as they arrive. The winner is a function of the samples alone: most votes, then the answer that appears first in the
/// order of the samples.
/// </summary>
internal sealed class VoteTally(int samples)
{
    private readonly Dictionary<AnswerKey, Standing> _standings = [];

    /// <summary>Samples that have not arrived.</summary>
    public int Outstanding { get; private set; } = samples;

    /// <summary>Samples that voted.</summary>
    public int Votes { get; private set; }

    /// <summary>Votes of the second best answer; 0 where there is none.</summary>
    public int RunnerUp { get; private set; }

    /// <summary>The best answer so far; null while nothing has voted.</summary>
    public AnswerKey? Leader { get; private set; }

    /// <summary>Whatever the outstanding samples say, the leader wins: it has more votes than the runner-up and all of them together.</summary>
    public bool IsDecided => Leader is { } leader && VotesFor(leader) > RunnerUp + Outstanding;

    /// <summary>How often an answer was voted for.</summary>
    public int VotesFor(AnswerKey key) => _standings.TryGetValue(key, out var standing) ? standing.Votes : 0;

    /// <summary>A sample has arrived.</summary>
    /// <param name="sample">Its place in the order of the samples.</param>
    /// <param name="key">Its vote; null where it has none, because it failed or holds no answer.</param>
    public void Add(int sample, AnswerKey? key)
    {
        Outstanding--;
        if (key is not { } vote) return;
        Votes++;
        var before = _standings.TryGetValue(vote, out var standing) ? standing : new Standing(0, sample);
        _standings[vote] = new Standing(before.Votes + 1, Math.Min(before.First, sample));
        Rank();
    }

    private void Rank()
    {
        var best = default(KeyValuePair<AnswerKey, Standing>);
        var second = 0;
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

    private readonly record struct Standing(int Votes, int First)
    {
        public bool Beats(Standing other) => Votes != other.Votes ? Votes > other.Votes : First < other.First;
    }
}
