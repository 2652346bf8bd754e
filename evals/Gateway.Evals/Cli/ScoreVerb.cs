using System.CommandLine;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Cli;

/// <summary><c>score</c>: grades results again, with the suite as it is now. No model is asked.</summary>
internal static class ScoreVerb
{
    private const string Examples = """
        Grades results again with the suite as it is now, after its extractor or grader was changed. No model is asked; the gold answers are those of the results.

        Example:
          score data/evaluations/mmlu-pro
        """;

    public static Command Create()
    {
        var folder = new Argument<string>("folder") { Description = "What run was given as --out." };
        var suites = new Option<string>("--suites") { DefaultValueFactory = static _ => Path.Combine("evals", "suites"), Description = "The folder of the suites." };
        var command = new Command("score", Examples) { folder, suites };
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            var output = parse.InvocationConfiguration.Output;
            var results = parse.GetValue(folder)!;
            var runs = ResultFolders.Find(results);
            using var held = RunFolder.Hold(results);
            var place = parse.GetValue(suites)!;
            var known = new SuiteFolder(Path.Exists(place) ? place : Path.Combine(ProjectRoot.Find(), place));
            foreach (var file in runs)
            {
                token.ThrowIfCancellationRequested();
                var spec = RunFolder.Read(file);
                var suite = known.Load(spec.Suite);
                var policy = Path.GetDirectoryName(file)!;
                var samples = Path.Combine(policy, RunFolder.SamplesName);
                var before = SamplesFile.Read(samples);
                var after = before.Select(row => Grade(row, suite)).ToArray();
                SamplesFile.Replace(samples, after);
                var changed = before.Zip(after).Count(static pair => pair.First.Correct != pair.Second.Correct);
                var now = spec with { SuiteVersion = suite.Version, SuiteHash = suite.Hash };
                RunFolder.Write(policy, now, JsonReport.Of(new PolicySummary { Policy = spec.Policy, Spec = now, Rows = after }));
                await output.WriteLineAsync($"{spec.Policy}: {ReportTable.Percent(Share(before))} before, {ReportTable.Percent(Share(after))} now; {changed} of {after.Length} items were graded otherwise");
            }

            return Verbs.Done;
        }));
        return command;
    }

    private static SampleRow Grade(SampleRow row, Suite suite)
    {
        var item = new SuiteItem(row.Id, row.Category, "", row.Gold, new Dictionary<string, string>());
        var texts = CandidateTexts.Of(row.Events);
        return row with
        {
            Answer = row.Text is null ? null : suite.AnswerOf(row.Text),
            Correct = row.Text is not null && suite.IsCorrect(row.Text, item),
            Candidates = [.. row.Candidates.Select(candidate => texts.TryGetValue((candidate.Model, candidate.Sample), out var text)
                ? candidate with { Answer = suite.AnswerOf(text), Correct = suite.IsCorrect(text, item) }
                : candidate)],
        };
    }

    private static double Share(IReadOnlyCollection<SampleRow> rows) => rows.Count == 0 ? 0 : (double)rows.Count(static row => row.Correct) / rows.Count;
}
