using System.Globalization;
using System.Xml.Linq;
using Gateway.Evals.Reports.Breakdown;
using Gateway.Evals.Running;
using static Gateway.Evals.Reports.Html.Markup;

namespace Gateway.Evals.Reports.Html;

/// <summary>One policy's run on one item: its calls with what they said, how they were scored and what was decided.</summary>
internal static class RunView
{
    private const int MostInLine = 200;

    public static XElement Of(string policy, SampleRow row, PageLimits limits)
    {
        var run = RecordedRun.Read(row.Events);
        var all = All(run).ToArray();
        var delivered = new DeliveredText(row.Text);
        // Before the rest, which says what was not found in them.
        var calls = Calls(run, [.. all.Take(PageLimits.Calls)], delivered, limits).ToArray();
        return El("div",
            El("p", El("strong", policy), row.Correct ? " is right" : " is wrong", row.Model is null ? null : $", text by {row.Model}"),
            row.Error is null ? null : El("p", $"failed: {PageText.Line(row.Error, MostInLine)}"),
            calls,
            all.Length > PageLimits.Calls ? El("p", Class("soft"), string.Create(CultureInfo.InvariantCulture, $"and {all.Length - PageLimits.Calls} more calls")) : null,
            row.Text is { } text && !delivered.WasSeen ? new[] { El("p", "delivered text"), El("pre", PageText.Shorten(text, limits.Characters)) } : null);
    }

    /// <summary>All calls, a policy's before those of the run behind it.</summary>
    private static IEnumerable<RecordedCall> All(RecordedRun run) => run.Calls.SelectMany(static call => call.Inner is { } inner ? All(inner).Prepend(call) : [call]);

    private static IEnumerable<XElement> Calls(RecordedRun run, HashSet<RecordedCall> shown, DeliveredText delivered, PageLimits limits)
    {
        if (run.Decisions.Count > 0)
            yield return El("ul", run.Decisions.Select(static decision => El("li", El("strong", decision.What), $": {PageText.Line(decision.Why, 2 * MostInLine)}")));

        var scores = ScoresByCall(run);
        var calls = run.Calls.Select((call, i) => (Call: call, Scores: scores[i])).Where(entry => shown.Contains(entry.Call)).ToArray();
        if (calls.Length > 0)
        {
            yield return El("ol", calls.Select(entry => El("li",
                El("p", Heading(entry.Call, entry.Scores, delivered)),
                Said(entry.Call, limits),
                entry.Call.Inner is { } inner ? Calls(inner, shown, delivered, limits) : null)));
        }
    }

    private static IEnumerable<object> Heading(RecordedCall call, IEnumerable<RecordedScore> scores, DeliveredText delivered)
    {
        yield return El("strong", call.Model);
        yield return string.Create(CultureInfo.InvariantCulture, $" · {call.Role} · sample {call.SampleIndex}");
        foreach (var score in scores) yield return $" · {Shown(score)}";
        if (call.Fault is { } fault) yield return $" · {fault}{(call.FaultMessage is { } message ? $": {PageText.Line(message, MostInLine)}" : "")}";
        if (delivered.Sees(call)) yield return El("span", Class("tag"), "delivered");
    }

    private static string Shown(RecordedScore score)
    {
        var number = score.Candidate.Score?.ToString("0.###", CultureInfo.InvariantCulture) ?? "no score";
        return score.Candidate.Answer is { } answer ? $"{score.Scorer} {number} for “{PageText.Line(answer, 60)}”" : $"{score.Scorer} {number}";
    }

    private static XElement? Said(RecordedCall call, PageLimits limits)
    {
        if (call.Text is not { } text) return call.Fault is null ? El("p", Class("soft"), "no text was kept") : null;
        return El("pre", text.Length == 0 ? "(empty)" : PageText.Shorten(text, limits.Characters));
    }

    /// <summary>A score names model and sample; a judge that is the same model has the same numbers, but is asked later.</summary>
    private static ILookup<int, RecordedScore> ScoresByCall(RecordedRun run) => run.Scores.ToLookup(score =>
    {
        for (var i = 0; i < run.Calls.Count; i++)
        {
            if (run.Calls[i].Model == score.Candidate.Model && run.Calls[i].SampleIndex == score.Candidate.SampleIndex) return i;
        }

        return -1;
    });
}
