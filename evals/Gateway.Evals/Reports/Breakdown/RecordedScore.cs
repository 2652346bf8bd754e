using System.Text.Json;

namespace Gateway.Evals.Reports.Breakdown;

/// <summary>A candidate's number, from a row's events.</summary>
/// <param name="Scorer">Who gave it: <c>majority</c>, <c>judge</c>...</param>
/// <param name="Candidate">Whom it was given to, with the answer that voted.</param>
internal sealed record RecordedScore(string Scorer, CandidateScore Candidate)
{
    /// <param name="scored">An event of that type.</param>
    public static IEnumerable<RecordedScore> AllOf(JsonElement scored)
    {
        var scorer = scored.Text("scorer") ?? "";
        if (scored.Member("scores") is not { } scores) return [];
        return scores.Items().Select(score => new RecordedScore(scorer, new CandidateScore(
            score.Text("model") ?? "",
            (int)score.Whole("sample_index"),
            (double?)score.Number("score"),
            score.Text("answer"))));
    }
}
