using System.CommandLine;
using System.Text.Json;
using Gateway.Evals.Reports;
using Gateway.Evals.Reports.Html;

namespace Gateway.Evals.Cli;

/// <summary><c>report</c>: policies beside each other, from results on disk.</summary>
internal static class ReportVerb
{
    private const string Examples = """
        Puts results beside each other: a table, Markdown, JSON, one HTML page. Parts of a run that were made with --shard become one.

        Examples:
          report data/evaluations/mmlu-pro --html report.html
          report results/0 results/1 results/2 --baseline gemini-1.5-flash-002 --json report.json
          report data/evaluations/tiny-sum --fail-if 'sum-vote:accuracy < 0.9 or errors > 0'

        Exit codes: 0 done, 1 a condition of --fail-if holds, 2 something named cannot be used.
        """;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var folders = new Argument<string[]>("folders") { Arity = ArgumentArity.OneOrMore, Description = "What run was given as --out." };
        var baseline = new Option<string?>("--baseline") { Description = "What gains are stated against; the best single model of the fit split unless told." };
        var json = new Option<string?>("--json") { Description = "Writes the figures for programs." };
        var markdown = new Option<string?>("--markdown") { Description = "Writes the table as Markdown." };
        var html = new Option<string?>("--html") { Description = "Writes one page with plots, breakdowns and the items on which policies differ." };
        var failIf = new Option<string?>("--fail-if") { Description = "Exit code 1 if it holds: 'accuracy < 0.7 or errors > 0'." };
        var command = new Command("report", Examples) { folders, baseline, json, markdown, html, failIf };
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            var condition = parse.GetValue(failIf) is { } text ? FailCondition.Parse(text) : null;
            var report = EvaluationReport.Of(ResultFolders.Read(parse.GetValue(folders)!), parse.GetValue(baseline));
            TerminalReport.Write(TerminalOutput.Create(parse.InvocationConfiguration.Output), report);
            if (parse.GetValue(json) is { } jsonFile) await File.WriteAllTextAsync(jsonFile, JsonReport.Write(report).ToJsonString(Indented) + "\n", token);
            if (parse.GetValue(markdown) is { } markdownFile) await File.WriteAllTextAsync(markdownFile, MarkdownReport.Write(report), token);
            if (parse.GetValue(html) is { } htmlFile) await File.WriteAllTextAsync(htmlFile, HtmlReport.Write(report, [.. report.Policies.Select(static policy => policy.Spec.Command).Distinct()]), token);
            var holding = condition?.Holding(report) ?? [];
            foreach (var line in holding) await parse.InvocationConfiguration.Error.WriteLineAsync($"--fail-if: {line}");
            return holding.Count > 0 ? Verbs.Failed : Verbs.Done;
        }));
        return command;
    }
}
