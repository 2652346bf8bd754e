using CsCheck;
using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Ranking;

/// <summary>The properties of Best-of-Majority (arXiv 2510.03199). A sample is an answer 0, 1, 2... with a reward, which travels as its mean log probability.</summary>
public sealed class BestOfMajorityPropertyTests
{
    private static readonly Gen<int[]> Answers = Gen.Int[0, 4].Array[1, 12];
    private static readonly Gen<double[]> DistinctRewards = Gen.Shuffle(new double[] { -1, -2, -3, -4, -5 });

    [Fact]
    public void Answer_AlphaIsZero_IsThatOfBestOfN() =>
        Gen.Select(Answers, DistinctRewards).Sample(static (answers, rewards) =>
            Assert.Equal(Ask(BestOfN(answers.Length), answers, rewards), Ask(BestOfMajority(answers.Length, "alpha: 0"), answers, rewards)), iter: 100);

    [Fact]
    public void Answer_AlphaAboveAHalfAndAStrictMajority_IsTheMajoritys() =>
        Gen.Select(Answers, DistinctRewards, Gen.Double[0.5, 1]).Where(static drawn => drawn.Item1.CountBy(static answer => answer).Any(pair => 2 * pair.Value > drawn.Item1.Length))
            .Sample(static (answers, rewards, alpha) => Assert.Equal(
                $"{answers.CountBy(static answer => answer).MaxBy(static pair => pair.Value).Key}",
                Ask(BestOfMajority(answers.Length, FormattableString.Invariant($"alpha: {Math.Max(alpha, 0.500001):0.######}")), answers, rewards)), iter: 100);

    [Fact]
    public void Choices_AreAtMostKAndDistinct() =>
        Gen.Select(Answers, DistinctRewards, Gen.Int[1, 6], Gen.Double[0, 0.4]).Sample(static (answers, rewards, choices, alpha) =>
        {
            var options = new ChatOptions();
            options.SetChoiceCount(choices);
            var policy = BestOfMajority(answers.Length, FormattableString.Invariant($"alpha: {alpha:0.######}"));
            var texts = TestRun.With(Model(answers, rewards)).AskAsync(policy, TestRun.Request("q", options)).GetAwaiter().GetResult().Updates.Select(static update => update.Text).ToArray();
            Assert.InRange(texts.Length, 1, choices);
            Assert.Equal(texts.Distinct(), texts);
            Assert.Equal(texts.OrderByDescending(text => rewards[int.Parse(text, null)]), texts);
        }, iter: 100);

    [Fact]
    public void Kept_LargerAlpha_IsASubset() =>
        Gen.Select(Answers, Gen.Double.Unit, Gen.Double.Unit).Sample(static (answers, one, other) =>
            Assert.Subset(Kept(answers, Math.Min(one, other)).ToHashSet(), Kept(answers, Math.Max(one, other)).ToHashSet()));

    [Fact]
    public void Kept_IsNeverEmptyAndHoldsTheMostFrequent() =>
        Gen.Select(Answers, Gen.Double.Unit.Nullable()).Sample(static (answers, alpha) =>
            Assert.Contains($"{answers.CountBy(static answer => answer).MaxBy(static pair => pair.Value).Key}", Kept(answers, alpha)));

    /// <summary>
    /// As it is often stated, "a reward that errs only on rare answers makes Best-of-Majority at least as good as Best-of-N", this is false for a
    /// single draw: where the right answer itself is rare, Best-of-N can be right and Best-of-Majority has dropped it. Where the right answer
    /// stays it holds, and then Best-of-Majority is right whatever the rare ones are given.
    /// </summary>
    [Fact]
    public void Answer_RewardErrsOnRareAnswersOnlyAndTheRightOneStays_IsRight() =>
        Gen.Select(Answers, Gen.Double[0, 2].Array[5]).Where(static drawn => Kept(drawn.Item1, null).Contains("0")).Sample(static (answers, errors) =>
        {
            var kept = Kept(answers, null);
            double[] rewards = [.. errors.Select((error, answer) => answer == 0 ? 1 : kept.Contains($"{answer}") ? 0 : error)];
            Assert.Equal("0", Ask(BestOfMajority(answers.Length, ""), answers, rewards));
        }, iter: 100);

    /// <summary>
    /// Half of the samples are right, a fifth share one wrong answer, and the rest are wrong in 50 ways, of which the reward prefers five to the right
    /// one. The more samples, the surer Best-of-N meets one of those five; Best-of-Majority drops them all. Right is over 200 draws for each N;
    /// it is right at most 0.97^4 = 0.89 of the time with 4 samples and 0.97^64 = 0.14 with 64.
    /// </summary>
    [Fact]
    public void Simulation_MoreSamples_HurtBestOfNAndNotBestOfMajority()
    {
        int[] budgets = [4, 16, 64];
        var right = budgets.Select(static n =>
        {
            var random = new Random(n);
            var draws = Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, n).Select(_ => Draw(random)).ToArray()).ToArray();
            return (BestOfN: draws.Count(draw => IsRight(BestOfN(n), draw)) / 200.0, BestOfMajority: draws.Count(draw => IsRight(BestOfMajority(n, ""), draw)) / 200.0);
        }).ToArray();

        // Three standard deviations of a share of 200 draws are 0.106 at most.
        Assert.True(right[0].BestOfN - right[1].BestOfN > 0.106 && right[1].BestOfN - right[2].BestOfN > 0.106, string.Join(' ', right));
        Assert.True(right[1].BestOfMajority >= right[0].BestOfMajority && right[2].BestOfMajority >= right[1].BestOfMajority, string.Join(' ', right));
        Assert.True(right[2].BestOfMajority > 0.97, string.Join(' ', right));

        static int Draw(Random random) => random.NextDouble() switch { < 0.5 => 0, < 0.7 => 1, _ => 2 + random.Next(50) };

        static bool IsRight(PolicyDefinition policy, int[] draw) => Ask(policy, draw, [1, 0.5, .. Enumerable.Range(0, 50).Select(static wrong => wrong < 5 ? 2.0 : 0.0)]) == "0";
    }

    private static string[] Kept(int[] answers, double? alpha)
    {
        var tally = new VoteTally(answers.Length);
        var prompt = new Prompt([], new ChatOptions());
        var ballots = answers.Select(answer =>
        {
            var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, $"{answer}"));
            return new Ballot(new Candidate(new ModelCall("m", prompt), response, null, default, default, Cached: false) { AnsweredBy = "m" }, new AnswerKey($"{answer}", CallsTools: false));
        }).ToArray();
        for (var i = 0; i < ballots.Length; i++) tally.Add(i, ballots[i].Key);
        return [.. new AnswerThreshold(alpha).Kept(ballots, tally).Select(static answer => answer.Samples[0].Text)];
    }

    private static PolicyDefinition BestOfMajority(int n, string more) => Yaml.Policy($"kind: best-of-majority\nmodel: m\nn: {n}\nanswer: number\nselect: mean-logprob\n{more}");

    private static PolicyDefinition BestOfN(int n) => Yaml.Policy($"kind: best-of-n\nmodel: m\nn: {n}\nanswer: number\nselect: mean-logprob");

    private static string Ask(PolicyDefinition policy, int[] answers, double[] rewards) => TestRun.With(Model(answers, rewards)).AskAsync(policy).GetAwaiter().GetResult().Text;

    private static ScriptedModel Model(int[] answers, double[] rewards) => ScriptedModel.Named("m").Says([.. answers.Select(answer => new ScriptedAnswer($"{answer}").WithLogprobs(rewards[answer]))]);
}
