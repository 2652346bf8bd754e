using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Cli;

namespace Gateway.Tests.Evals.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void Write_OnePolicy_IsTheWholePage() => Assert.Equal(
        """
        # s (version 2), split test

        | policy | n | accuracy | 95 % | calls/item | tokens in | tokens out | cost, $ | p50, ms | p95, ms | errors |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | m | 4 | 75.0 % | 30.1 to 95.4 % | 2 | 40 | 20 | 0.004 | 100 | 100 | 0 |

        - Baseline: no baseline: which single model is the best on a fit split is not known here; name one with --baseline.

        Made by

        ```sh
        dotnet run -c Release --project evals/Gateway.Evals -- run --suite s --policy m
        ```

        at an unknown commit.

        """.ReplaceLineEndings("\n"),
        MarkdownReport.Write(Results.Report(Results.Of("m", "1110"))));

    [Fact]
    public void Write_PipesInCells_AreEscaped()
    {
        var report = new EvaluationReport([new PolicySummary { Policy = "a|b", Spec = Results.Spec("p"), Rows = Results.Rows("1") }], null, "none");

        Assert.Contains("\n| a\\|b | 1 | 100.0 % |", MarkdownReport.Write(report), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_AgainstABaseline_ShowsTheGainInPoints()
    {
        var lines = MarkdownReport.Write(Results.Report(Results.Of("p", "1111", "aaaa"), Results.Of("m", "0000"))).Split('\n');

        Assert.Contains("| p | 4 | 100.0 % | 51.0 to 100.0 % | +100.0 | +100.0 to +100.0 | 0.0 % | 2 | 40 | 20 | 0.004 | 100 | 100 | 0 |", lines);
        Assert.Contains("| m | 4 | 0.0 % | 0.0 to 49.0 % | baseline |  |  | 2 | 40 | 20 | 0.004 | 100 | 100 | 0 |", lines);
        Assert.Contains("- Baseline: m, the only single model here.", lines);
    }

    [Fact]
    public void Write_WhatNeedsSaying_IsBelowTheTable()
    {
        var rows = Results.Rows("110");
        rows[0] = rows[0] with { Estimated = true };
        rows[1] = rows[1] with { Answer = null };
        var policy = new PolicyResult(Results.Spec("p", "aaaa") with { IsOracle = true }, rows);

        var lines = MarkdownReport.Write(Results.Report(policy, Results.Of("m", "00"))).Split('\n');

        Assert.Contains("- ~: tokens, and so costs, are partly estimated (characters / 4).", lines);
        Assert.Contains("- Answers in which the extractor found none count as wrong: p 1.", lines);
        Assert.Contains("- p: compared on the 2 items that the baseline has too.", lines);
        Assert.Contains("- p: an oracle, since its verifier sees the gold answer.", lines);
        Assert.Contains(lines, static line => line.StartsWith("| p | 3 |", StringComparison.Ordinal) && line.Contains("| ~30 | ~15 | ~0.003 |", StringComparison.Ordinal));
    }

    [Fact]
    public void Write_SeveralSamples_ShowsWhatTheyHold()
    {
        var row = Results.Row("q0", true) with { Candidates = [new GradedCandidate("m", 0, "a", true), new GradedCandidate("m", 1, "b", false)] };

        var page = MarkdownReport.Write(Results.Report(new PolicyResult(Results.Spec("p", "aaaa"), [row])));

        Assert.Contains(
            """
            ## What the samples hold

            | policy | model | n | samples | one is right (pass@k) | vote, expected |
            | --- | --- | ---: | ---: | ---: | ---: |
            | p | m | 1 | 1 | 50.0 % | 50.0 % |
            | p | m | 1 | 2 | 100.0 % | 50.0 % |

            """.ReplaceLineEndings("\n"),
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_OneCommandOfSeveralPolicies_IsShownOnce()
    {
        var page = MarkdownReport.Write(Results.Report([.. new[] { "p", "m" }.Select(static name => new PolicyResult(Results.Spec(name) with { Command = "run all", Commit = "c0ffee" }, Results.Rows("1")))]));

        Assert.Equal(2, page.Split("-- run all\n").Length);
        Assert.EndsWith("\nat c0ffee.\n", page, StringComparison.Ordinal);
    }
}
