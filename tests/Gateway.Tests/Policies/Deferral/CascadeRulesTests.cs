namespace Gateway.Tests.Policies.Deferral;

public sealed class CascadeRulesTests
{
    private const string Learned = "stages: [{ model: a, accept: { signal: learned } }, { model: b }]";

    [Theory]
    [InlineData("stages: [{ model: a }]", "one stage has nobody to hand on to")]
    [InlineData("stages: [{ model: a }, { model: b }]", "stages[0]: 'accept' is missing, so that the next stage would never be asked; give accept: {signal, threshold}")]
    [InlineData("stages: [{ model: a, accept: { signal: vote-share, threshold: 1 } }, { model: b }]", "stages[0].accept.signal: one sample has nothing to agree with; give samples of at least 2")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, threshold: 1 } }, { model: b, accept: { signal: mean-logprob, threshold: 1 } }]", "stages[1].accept: the last stage has nobody to hand on to")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, threshold: 1 } }, { models: [b, c] }]", "stages[1].models: the last stage is one model")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, threshold: 1 } }, { model: b, samples: 2 }]", "stages[1].samples: the last stage is one sample")]
    [InlineData("stages: [{ model: a, accept: { signal: quantile-logprob, threshold: 1 } }, { model: b }]", "stages[0].accept.q: quantile-logprob needs q; give a number from 0 to 1")]
    [InlineData("stages: [{ model: a, accept: { signal: quantile-logprob, q: 1.5, threshold: 1 } }, { model: b }]", "stages[0].accept.q: '1.5' is not legal; give a number from 0 to 1")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, q: 0.5, threshold: 1 } }, { model: b }]", "stages[0].accept.q: mean-logprob has no q")]
    [InlineData("stages: [{ model: a, accept: { signal: judge, threshold: 7 } }, { model: b }]", "stages[0].accept.model: judge needs model")]
    [InlineData("stages: [{ model: a, accept: { signal: verbalised, model: j, threshold: 7 } }, { model: b }]", "stages[0].accept.model: verbalised asks no other model")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, max_tokens: 7, threshold: 7 } }, { model: b }]", "stages[0].accept.max_tokens: mean-logprob asks nobody")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, learn: correct, threshold: 7 } }, { model: b }]", "stages[0].accept.learn: mean-logprob learns nothing")]
    [InlineData("stages: [{ model: a, accept: { signal: certainty, threshold: 7 } }, { model: b }]", "stages[0].accept.signal: 'certainty' is not legal; give mean-logprob, sum-logprob, min-logprob, quantile-logprob, vote-share, vote-entropy, verbalised, judge, learned")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, threshold: low } }, { model: b }]", "stages[0].accept.threshold: 'low' is not legal; give a number")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob } }, { model: b }]", "stages[0].accept: 'threshold' is missing; give a number, or profile: p.profile.json")]
    [InlineData(Learned, "stages[0].accept.signal: learned needs what was learned; give profile: p.profile.json")]
    [InlineData("stages: [{ model: a, models: [b], accept: { signal: mean-logprob, threshold: 1 } }, { model: b }]", "stages[0]: model and models exclude each other")]
    [InlineData("stages: [{ model: a, samples: 1024, accept: { signal: vote-share, threshold: 1 } }, { model: b }]", "1025 samples in all are not legal; give at most 1024")]
    [InlineData("stages: [{ model: a, accept: { signal: mean-logprob, threshold: 1 } }, { model: b }]\nfit: { cost_share: 0.5 }", "fit: every threshold is given")]
    [InlineData("chain: { models: [a, b] }", "chain: the chain is fitted; give profile: p.profile.json")]
    [InlineData("chain: { models: [a, b] }", "chain: 'fit' is missing")]
    [InlineData("chain: { models: [a, b], depth: 9 }", "chain.depth: '9' is not legal; give an integer from 1 to 5")]
    [InlineData("chain: { models: [a, b] }\nfit: { accuracy_loss: 0.1 }", "fit: a chain is searched within a cost")]
    [InlineData("chain: { models: [a, b] }\n" + Learned, "stages and chain exclude each other")]
    [InlineData(Learned + "\nfit: { cost_share: 0.5, cost_usd: 1 }", "cost_share and cost_usd exclude each other")]
    [InlineData(Learned + "\nfit: { cost_share: 0.5, confidence: 0.9 }", "fit.confidence: only accuracy_loss is kept with a confidence")]
    [InlineData("answer: number", "stages or chain is missing; give exactly one of them")]
    public void File_BadOptions_TellKeyAndWhatIsLegal(string body, string expected) =>
        Assert.Contains(Yaml.Problems($"name: p\nkind: cascade\n{body}"), problem => problem.Contains(expected, StringComparison.Ordinal));

    [Fact]
    public void File_BadStage_TellsItsLine() =>
        Assert.StartsWith("5:", Assert.Single(Yaml.Problems("name: p\nkind: cascade\nstages:\n  - model: a\n    accept: { signal: vote-share, threshold: 1 }\n  - model: b\n")), StringComparison.Ordinal);
}
