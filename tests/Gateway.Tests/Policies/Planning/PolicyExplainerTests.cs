using Gateway.Policies;
using Gateway.Testing;

namespace Gateway.Tests.Policies.Planning;

public sealed class PolicyExplainerTests
{
    [Fact]
    public void Explain_Vote_TellsCallsAndCost() => Assert.Equal(
        """
        p (best-of-n): Votes.
          1. sample: all at once; what is left is cancelled when the vote is certain
             m x 8 (remote)
        calls: at least 8, expected 8, at most 8
        cost: expected $0.0064, at most $0.0072
          expected: 500 tokens in, 300 out a call; all samples finish and differ
          at most: 500 tokens in, max_tokens out a call (300 without); what can be asked again is
        budget: 16 calls, 4096 output tokens, $0.05, 20000 ms

        """,
        Explain("kind: best-of-n\ndescription: Votes.\nmodel: m\nn: 8\nsampling: { max_tokens: 400 }\nbudget: { calls: 16, output_tokens: 4096, cost_usd: 0.05, wall_clock_ms: 20000 }"));

    [Fact]
    public void Explain_Judge_ComesAfterTheSamples()
    {
        var text = Explain("kind: best-of-n\nmodel: m\nn: 4\nselect: { by: judge, model: j }");

        Assert.Contains("2. judge: one call for each distinct candidate", text, StringComparison.Ordinal);
        Assert.Contains("j x 0..8, expected 4 (remote)", text, StringComparison.Ordinal);
        Assert.Contains("calls: at least 4, expected 8, at most 12", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_PairwiseJudge_ComparesEachPairTwice() =>
        Assert.Contains("calls: at least 4, expected 10, at most 10", Explain("kind: best-of-n\nmodel: m\nn: 4\nselect: judge-pairwise"), StringComparison.Ordinal);

    [Fact]
    public void Explain_Budget_CutsCallsAndCost()
    {
        var text = Explain("kind: best-of-n\nmodel: m\nn: 8\nbudget: { calls: 3, cost_usd: 0.001 }");

        Assert.Contains("calls: at least 3, expected 3, at most 3", text, StringComparison.Ordinal);
        Assert.Contains("cost: expected $0.001, at most $0.001", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_PolicyInsideAPolicy_CountsItsCalls()
    {
        var text = Explain("kind: best-of-n\nmodels: [inner, j]", Yaml.Policy("kind: best-of-n\nmodel: m\nn: 3", "inner"));

        Assert.Contains("inner x 1 (policy)", text, StringComparison.Ordinal);
        Assert.Contains("m x 3 (remote)", text, StringComparison.Ordinal);
        Assert.Contains("calls: at least 4, expected 4, at most 4", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_Cascade_ExpectsAHalfToBeHandedOnUnlessItWasSeen()
    {
        var text = Explain("kind: cascade\nstages: [{ model: m, samples: 2, accept: { signal: vote-share, threshold: 1 } }, { model: j }]");

        Assert.Contains("1. sample: accepted from vote-share 1; expected: half is handed on", text, StringComparison.Ordinal);
        Assert.Contains("j x 0..1, expected 0.5 (remote)", text, StringComparison.Ordinal);
        Assert.Contains("calls: at least 2, expected 2.5, at most 3", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Explain_OtherTokenCounts_ChangeTheCost() =>
        Assert.Contains("cost: expected $0.003, at most $0.003", PolicyExplainer.Explain(Yaml.Policy("kind: direct\nmodel: m"), Catalog(), 1000, 2000), StringComparison.Ordinal);

    private static string Explain(string body, params PolicyDefinition[] others) => PolicyExplainer.Explain(Yaml.Policy(body), Catalog(others));

    private static IModelCatalog Catalog(params PolicyDefinition[] others) =>
        TestRun.With(ScriptedModel.Named("m").Costs(1, 1), ScriptedModel.Named("j").Costs(2, 2)).Knowing(others).Services.Catalog;
}
