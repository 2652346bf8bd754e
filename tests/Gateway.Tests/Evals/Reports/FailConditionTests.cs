using Gateway.Evals.Reports;
using Gateway.Tests.Evals.Cli;

namespace Gateway.Tests.Evals.Reports;

public sealed class FailConditionTests
{
    // Of four items m has two right and p three; p is a policy, m a model by itself and so the baseline.
    private static readonly EvaluationReport Report = Results.Report(Results.Of("m", "1100"), Results.Of("p", "1110", "aaaa1111"));

    [Theory]
    [InlineData("p:accuracy < 0.75", false)]
    [InlineData("p:accuracy < 0.76", true)]
    [InlineData("p:accuracy <= 0.75", true)]
    [InlineData("p:accuracy <= 0.74", false)]
    [InlineData("p:accuracy > 0.75", false)]
    [InlineData("p:accuracy > 0.74", true)]
    [InlineData("p:accuracy >= 0.75", true)]
    [InlineData("p:accuracy >= 0.76", false)]
    [InlineData("p:accuracy == 0.75", true)]
    [InlineData("p:accuracy == 0.7", false)]
    [InlineData("p:accuracy != 0.75", false)]
    [InlineData("p:accuracy != 0.7", true)]
    public void Holding_EachSign_ComparesAsItSays(string condition, bool holds) => Assert.Equal(holds, Holding(condition).Count > 0);

    [Theory]
    [InlineData("p:n == 4")]
    [InlineData("p:calls_per_item == 2")]
    [InlineData("p:input_tokens == 40")]
    [InlineData("p:output_tokens == 20")]
    [InlineData("p:cost_usd == 4e-3")]
    [InlineData("p:p50_ms == 100")]
    [InlineData("p:p95_ms == 100")]
    [InlineData("p:errors == 0")]
    [InlineData("p:vs_baseline == 0.25")]
    [InlineData("p:vs_baseline_low <= 0")]
    [InlineData("p:ci95_low < 0.75")]
    [InlineData("  p:n>-1  ")]
    [InlineData("P:n == 4")]
    public void Holding_EachField_IsThePolicysFigure(string condition) => Assert.StartsWith("p: ", Assert.Single(Holding(condition)), StringComparison.Ordinal);

    [Fact]
    public void Holding_NoPolicy_IsAskedOfEach() => Assert.Equal(["m: accuracy is 0.5, < 0.9", "p: accuracy is 0.75, < 0.9"], Holding("accuracy < 0.9"));

    [Theory]
    [InlineData("errors > 0 or p:n == 4", "p: n is 4, == 4")]
    [InlineData("errors > 0||p:n == 4", "p: n is 4, == 4")]
    [InlineData("errors > 0 or n > 9 or m:accuracy < 0.6", "m: accuracy is 0.5, < 0.6")]
    public void Holding_Or_GivesWhatHolds(string condition, string expected) => Assert.Equal([expected], Holding(condition));

    [Fact]
    public void Holding_GainOfTheBaseline_IsNotAskedUnlessNamed()
    {
        Assert.Equal(["p: vs_baseline is 0.25, < 1"], Holding("vs_baseline < 1"));
        Assert.Equal(["m has no vs_baseline"], Holding("m:vs_baseline < 1"));
    }

    [Fact]
    public void Holding_FigureThatIsMissing_Fails()
    {
        var untimed = Results.Of("p", "11") with { Rows = [Results.Row("q0", true) with { ElapsedMs = null }] };

        Assert.Equal(["p has no p50_ms"], FailCondition.Parse("p50_ms > 1000").Holding(Results.Report(untimed)));
        Assert.Equal(["p has no vs_baseline"], FailCondition.Parse("vs_baseline < 0").Holding(Results.Report(untimed)));
    }

    [Fact]
    public void Holding_UnknownPolicy_NamesTheLegalOnes() => Assert.Equal(
        "--fail-if: 'q' is not among the policies; legal are m, p",
        Assert.Throws<ReportException>(static () => Holding("q:accuracy < 1")).Message);

    [Fact]
    public void Parse_UnknownField_NamesTheLegalOnes() => Assert.Equal(
        "--fail-if: 'acuracy' is no figure; legal are accuracy, calls_per_item, ci95_low, cost_usd, errors, input_tokens, n, output_tokens, p50_ms, p95_ms, vs_baseline, vs_baseline_low",
        Assert.Throws<ReportException>(static () => FailCondition.Parse("errors > 0 or acuracy < 1")).Message);

    [Theory]
    [InlineData("", "")]
    [InlineData("accuracy", "accuracy")]
    [InlineData("accuracy < ", "accuracy <")]
    [InlineData("accuracy = 1", "accuracy = 1")]
    [InlineData("accuracy < 70%", "accuracy < 70%")]
    [InlineData("0.7 > accuracy", "0.7 > accuracy")]
    [InlineData("accuracy < 1 and n > 2", "accuracy < 1 and n > 2")]
    [InlineData("accuracy < 1 or ", "")]
    [InlineData("a b:accuracy < 1", "a b:accuracy < 1")]
    public void Parse_OtherSyntax_ShowsWhatIsLegal(string condition, string shown) => Assert.StartsWith(
        $"--fail-if '{shown}' is not legal; give comparisons such as ",
        Assert.Throws<ReportException>(() => FailCondition.Parse(condition)).Message,
        StringComparison.Ordinal);

    private static IReadOnlyList<string> Holding(string condition) => FailCondition.Parse(condition).Holding(Report);
}
