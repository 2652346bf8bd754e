namespace Gateway.Policies;

/// <summary>
/// The vote over several models: score(a) = sum over models of external weight x internal weight x samples that say a. Ties go to the answer
/// that comes first in the order of models and samples.
/// </summary>
internal static class WeightedVote
{
    // Sums of the same terms in another order differ in their last bits; such answers are equal.
    private const double Equal = 1e-9;

    /// <summary>Each answer's score, in the order in which the answers come first.</summary>
    public static IReadOnlyDictionary<AnswerKey, double> Scores(IReadOnlyList<ModelPoll> polls)
    {
        var scores = new OrderedDictionary<AnswerKey, double>();
        foreach (var poll in polls)
        {
            var weight = poll.Weight * poll.InternalWeight;
            foreach (var ballot in poll.Ballots)
            {
                if (ballot.Key is { } key) scores[key] = scores.GetValueOrDefault(key) + weight;
            }
        }

        return scores;
    }

    /// <summary>The answer with the largest score above 0; null where there is none.</summary>
    public static AnswerKey? Leader(IReadOnlyList<ModelPoll> polls)
    {
        (AnswerKey Key, double Score)? best = null;
        foreach (var (key, score) in Scores(polls))
        {
            if (score > (best?.Score ?? 0) + Equal) best = (key, score);
        }

        return best?.Key;
    }

    /// <summary>
    /// Whatever the outstanding samples say, the leader wins. Their votes and the internal weights that come of them are bounded one model at a
    /// time, so that true is always right, and false can be too careful while samples are outstanding.
    /// </summary>
    public static bool IsDecided(IReadOnlyList<ModelPoll> polls)
    {
        if (polls.All(static poll => poll.Outstanding == 0)) return true;
        if (Leader(polls) is not { } leader) return false;
        var rivals = polls.SelectMany(static poll => poll.Votes.Keys).Distinct().Where(key => key != leader);

        // An answer that nobody has given yet is a rival too.
        return LeastLead(null) > Equal && rivals.All(rival => LeastLead(rival) > Equal);

        double LeastLead(AnswerKey? rival) => polls.Sum(poll =>
        {
            var lead = poll.Votes.GetValueOrDefault(leader) - (rival is { } key ? poll.Votes.GetValueOrDefault(key) : 0) - poll.Outstanding;
            return poll.Weight * lead * (lead > 0 ? poll.LeastInternalWeight : poll.LargestInternalWeight);
        });
    }
}
