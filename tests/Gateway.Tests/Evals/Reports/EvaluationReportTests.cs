using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Tests.Evals.Cli;

namespace Gateway.Tests.Evals.Reports;

public sealed class EvaluationReportTests
{
    private static readonly BestSingle Best = new("m", 0.5, 10);

    [Fact]
    public void Of_BestSingleIsKnown_IsTheBaseline()
    {
        var report = EvaluationReport.Of([Knowing("p", "11"), Knowing("n", "11"), Knowing("m", "10")], baseline: null);

        Assert.Equal("m", report.Baseline);
        Assert.StartsWith("m, the best single model on the 10 items of the fit split", report.BaselineReason, StringComparison.Ordinal);
        Assert.Equal(["m", "m", null], report.Policies.Select(static policy => policy.Against?.Baseline));
    }

    [Fact]
    public void Of_BestSingleWasNotEvaluated_HasNoBaselineAndSaysWhich()
    {
        var report = EvaluationReport.Of([Knowing("p", "11"), Knowing("n", "11")], baseline: null);

        Assert.Null(report.Baseline);
        Assert.StartsWith("no baseline: evaluate m, the best single model", report.BaselineReason, StringComparison.Ordinal);
        Assert.All(report.Policies, static policy => Assert.Null(policy.Against));
    }

    [Fact]
    public void Of_OneSingleModel_IsTheBaseline()
    {
        var report = Results.Report(Results.Of("p", "11", "aaaa"), Results.Of("m", "10"));

        Assert.Equal(("m", "m, the only single model here"), (report.Baseline, report.BaselineReason));
    }

    [Fact]
    public void Of_SeveralSingleModels_HasNoBaseline()
    {
        var report = Results.Report(Results.Of("n", "11"), Results.Of("m", "10"));

        Assert.Null(report.Baseline);
        Assert.EndsWith("name one with --baseline", report.BaselineReason, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_OnePolicyAlone_HasNoBaseline() => Assert.Null(Results.Report(Results.Of("m", "10")).Baseline);

    [Fact]
    public void Of_BaselineAskedFor_GoesBeforeTheBestSingle()
    {
        var report = EvaluationReport.Of([Knowing("p", "11"), Knowing("m", "10")], baseline: "P");

        Assert.Equal(("p", "p, as asked for"), (report.Baseline, report.BaselineReason));
        Assert.Equal(-0.5, report.Policies[1].Against!.Difference);
    }

    [Fact]
    public void Of_UnknownBaseline_NamesTheLegalOnes() => Assert.Equal(
        "--baseline x is not among the policies; legal are p, m",
        Assert.Throws<ReportException>(static () => EvaluationReport.Of([Knowing("p", "1"), Knowing("m", "1")], "x")).Message);

    [Fact]
    public void Of_TwoRunsOfOneName_AreToldApartByTheirHashes() =>
        Assert.Equal(["p@aaaa", "p@bbbb", "m"], Labels(Results.Of("p", "1", "aaaa1111"), Results.Of("p", "1", "bbbb1111"), Results.Of("m", "1")));

    [Fact]
    public void Of_TwoSeedsOfOneModel_AreToldApartByThem() => Assert.Equal(["m@seed1", "m@seed2"], Labels(Results.Of("m", "1"), With(Results.Of("m", "1"), static spec => spec with { Seed = 2 })));

    [Fact]
    public void Of_TwoSeedsOfOnePolicy_AreToldApartByThem() =>
        Assert.Equal(["p@seed1", "p@seed2"], Labels(Results.Of("p", "1", "aaaa1111"), With(Results.Of("p", "1", "aaaa1111"), static spec => spec with { Seed = 2 })));

    [Fact]
    public void Of_TwoSplitsOfOnePolicy_AreToldApartByThem() =>
        Assert.Equal(["p@test", "p@fit"], Labels(Results.Of("p", "1", "aaaa1111"), With(Results.Of("p", "1", "aaaa1111"), static spec => spec with { Split = "fit" })));

    [Fact]
    public void Of_RunsThatDifferOtherwise_AreNumbered() =>
        Assert.Equal(["p@1", "p@2"], Labels(Results.Of("p", "1", "aaaa1111"), With(Results.Of("p", "1", "aaaa1111"), static spec => spec with { DataHash = "eeee" })));

    [Fact]
    public void Of_OtherItems_ComparesOnTheCommonOnes()
    {
        var longer = Results.Of("p", "1011", "aaaa");
        var against = Results.Report(longer, Results.Of("m", "00")).Policies[0].Against!;

        Assert.Equal((2, 0.5), (against.Pairs, against.Difference));
    }

    [Fact]
    public void Of_NoCommonItem_ComparesNothing()
    {
        var elsewhere = new PolicyResult(Results.Spec("p", "aaaa"), [Results.Row("other", true)]);

        Assert.Null(Results.Report(elsewhere, Results.Of("m", "00")).Policies[0].Against);
    }

    private static PolicyResult Knowing(string policy, string marks) => With(Results.Of(policy, marks), static spec => spec with { BestSingle = Best });

    private static PolicyResult With(PolicyResult result, Func<RunSpec, RunSpec> change) => result with { Spec = change(result.Spec) };

    private static IEnumerable<string> Labels(params PolicyResult[] results) => Results.Report(results).Policies.Select(static policy => policy.Policy);
}
