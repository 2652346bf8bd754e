namespace Gateway.Policies;

/// <summary>
/// What can be seen of a stage's answer without asking anybody: how its samples agree, how likely its tokens were (sum, mean and quantiles, as
/// the post-hoc deferral of Gupta et al. 2024, arXiv 2404.10136), how long it and the request are, and which stages before say the same.
/// </summary>
internal static class DeferralFeatures
{
    private const string Agrees = "agrees:";
    private const string LogprobPrefix = "logprob_";
    private static readonly double[] Quantiles = [0, 0.1, 0.25, 0.5];

    public static bool IsOfLogprobs(string feature) => feature.StartsWith(LogprobPrefix, StringComparison.Ordinal);

    /// <summary>By name, always in the same order; what cannot be told is not there.</summary>
    public static OrderedDictionary<string, double> Of(StageView view)
    {
        var answer = view.Answer;
        var features = new OrderedDictionary<string, double>(StringComparer.OrdinalIgnoreCase)
        {
            ["has_answer"] = answer.Key is null ? 0 : 1,
            ["output_length"] = Math.Log(1 + answer.Winner.Text.Length),
            ["prompt_length"] = Math.Log(1 + view.Request.Messages.Sum(static message => (long)message.Text.Length)),
        };
        if (answer.Samples > 1)
        {
            features["vote_share"] = VoteShareSignal.Of(answer) ?? 0;
            features["vote_entropy"] = VoteEntropySignal.Of(answer) ?? 0;
            features["distinct"] = answer.Votes.Count;
        }

        if (TokenLogprobs.Of(answer.Winner) is { } tokens)
        {
            features[$"{LogprobPrefix}mean"] = TokenLogprobs.Mean(tokens);
            features[$"{LogprobPrefix}sum"] = TokenLogprobs.Sum(tokens);
            foreach (var q in Quantiles) features[FormattableString.Invariant($"{LogprobPrefix}q{100 * q:0}")] = TokenLogprobs.Quantile(tokens, q);
        }

        foreach (var (stage, key) in view.Earlier) features[Agrees + stage] = key is not null && key == answer.Key ? 1 : 0;
        if (view.Earlier.Count > 1)
        {
            features["others_agree"] = view.Earlier.Where(earlier => earlier.Key is not null && earlier.Key != answer.Key)
                .CountBy(static earlier => earlier.Key!.Value).Select(static pair => pair.Value).DefaultIfEmpty().Max();
        }

        return features;
    }
}
