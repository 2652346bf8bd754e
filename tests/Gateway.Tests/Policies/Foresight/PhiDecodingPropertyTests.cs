using CsCheck;
using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies;

public sealed class PhiDecodingPropertyTests
{
    private static readonly string[] Texts = ["seven plus one", "seven plus two", "nine minus two", "so it is nine", "it is seven", "x"];
    private static readonly Gen<double[]> Likelihoods = Gen.Double[-8, 0].Array[1, 24];

    [Fact]
    public void WidthPruning_Always_KeepsEnoughAndTheMostLikely() => Gen.Select(Likelihoods, Gen.Double[0, 3], Gen.Int[1, 8], Gen.Int).Sample(static (likelihoods, sigma, atLeast, seed) =>
    {
        var kept = WidthPruning.Keep(likelihoods, sigma, atLeast, 0.6, new Random(seed));

        Assert.True(kept.Count >= Math.Min(atLeast, likelihoods.Length));
        Assert.Contains(likelihoods.Max(), kept.Select(index => likelihoods[index]));
        Assert.Equal(kept.Distinct().Order(), kept);
    });

    [Fact]
    public void WidthPruning_NoSigmaOrNoSpread_KeepsAll() => Gen.Select(Likelihoods, Gen.Double[-8, 0], Gen.Int[1, 24]).Sample(static (likelihoods, same, count) =>
    {
        Assert.Equal(likelihoods.Length, WidthPruning.Keep(likelihoods, double.PositiveInfinity, 1, 0.6, new Random(1)).Count);
        // The paper's "at least mean - sigma" keeps all equal steps; the authors' strict comparison would keep none.
        Assert.Equal(count, WidthPruning.Keep([.. Enumerable.Repeat(same, count)], 0, 1, 0.6, new Random(1)).Count);
    });

    [Fact]
    public void WidthPruning_FarBelowTheMean_IsPruned() =>
        Assert.Equal([0, 1, 2], WidthPruning.Keep([-0.1, -0.2, -0.15, -5], 1, 1, 0.6, new Random(1)));

    [Fact]
    public void Weights_Always_ArePositiveAndSumToOne() => Futures(-5, 0).Sample(static futures =>
    {
        foreach (var alignment in new[] { null, Alignment.Of(futures, 3, new Random(1)) })
        {
            var weights = Alignment.Weights(futures, alignment, 0.6);
            Assert.All(weights, static weight => Assert.True(weight > 0));
            Assert.Equal(1, weights.Sum(), precision: 9);
        }
    });

    [Fact]
    public void Weights_AllAdvantagesShifted_StayTheSame() => Gen.Select(Futures(-5, 0), Gen.Double[-3, 3]).Sample(static (futures, shift) =>
    {
        var alignment = Alignment.Of(futures, 3, new Random(1));
        Future[] shifted = [.. futures.Select(future => future with { Advantage = future.Advantage + shift })];
        Assert.Equal(Alignment.Weights(futures, alignment, 0.6), Alignment.Weights(shifted, alignment, 0.6), static (a, b) => Math.Abs(a - b) < 1e-9);
    });

    [Fact]
    public void Weights_EqualAdvantage_FollowTheSizeOfTheCluster() => Futures(-1, -1).Sample(static futures =>
    {
        if (Alignment.Of(futures, 3, new Random(1)) is not { } alignment) return;
        var weights = Alignment.Weights(futures, alignment, 0.6);
        for (var i = 0; i < futures.Length; i++)
        {
            for (var j = 0; j < futures.Length; j++)
            {
                if (alignment.Sizes[i] > alignment.Sizes[j]) Assert.True(weights[i] > weights[j]);
            }
        }
    });

    [Fact]
    public void Alignment_EqualTexts_AreOneCluster()
    {
        Future[] futures = [.. Enumerable.Repeat(Of("the same words", -1), 5)];

        Assert.Equal(5, Alignment.Of(futures, 3, new Random(1))!.Largest);
    }

    [Fact]
    public void Alignment_FewerTextsThanClusters_AreAsManyClusters() =>
        Assert.Equal([3, 3, 1, 3], Alignment.Of([Of("seven plus one", -1), Of("seven plus one", -1), Of("nine minus two", -1), Of("seven plus one", -1)], 3, new Random(1))!.Sizes);

    [Fact]
    public void Alignment_NothingToTellApart_IsNone()
    {
        Assert.Null(Alignment.Of([Of("a + b", -1), Of("c", -1)], 3, new Random(1)));
        Assert.Null(Alignment.Of([Of("two words", -1), Of("more words", -1)], 1, new Random(1)));
        Assert.Null(Alignment.Of([Of(null, -1)], 3, new Random(1)));
    }

    [Fact]
    public void TfIdf_Words_AreWeightedByHowRareTheyAre()
    {
        var vectors = TfIdf.Of(["Sum sum x", "sum is"])!;

        // Two words, "is" and "sum"; "x" is too short. idf(sum) = ln(3/3) + 1, idf(is) = ln(3/2) + 1.
        var rare = Math.Log(1.5) + 1;
        Assert.Equal([0, 1], vectors[0]);
        Assert.Equal(rare / Math.Sqrt(rare * rare + 1), vectors[1][0], precision: 12);
        Assert.Equal(1, vectors[1].Sum(static value => value * value), precision: 12);
    }

    [Fact]
    public void Draw_Always_GivesDistinctIndicesByWeight()
    {
        var random = new Random(3);
        var first = new int[3];
        for (var i = 0; i < 10_000; i++)
        {
            var drawn = Softmax.Draw([0.7, 0.2, 0.1], 1, random);
            first[drawn[0]]++;
        }

        Assert.InRange(first[0], 6_700, 7_300);
        Assert.InRange(first[2], 800, 1_200);
        Assert.Equal([0, 1, 2], Softmax.Draw([1, 0, 0], 3, random));
    }

    [Fact]
    public async Task Answer_EqualFutures_StopTheSearchAfterTheLeastSteps()
    {
        var steps = new ScriptedSteps { Next = static (text, _) => text.Length > 200 ? null : new TokenLogprob("line of words\n", -0.1) };

        var answer = await AskAsync(steps, "max_steps: 8\nmin_steps: 4", 1);

        Assert.Equal("after step 4: all futures are equal", answer.Why("stop"));
        Assert.Equal(4, answer.Record.Events.OfType<Decided>().Count(static decided => decided.What == "step"));
    }

    [Fact]
    public async Task Answer_AnyLanguage_KeepsItsBoundsAndIsRepeatable()
    {
        var generator = Gen.Select(Gen.Int[1, 1000], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 6], Gen.Int[1, 4]);
        await generator.SampleAsync(static async (seed, beam, rollouts, most, clusters) =>
        {
            var options = $"beam: {beam}\nrollouts: {rollouts}\nmax_steps: {most}\nclusters: {clusters}\nmin_steps: 2";
            var steps = new ScriptedSteps(seed);
            var one = await AskAsync(steps, options, seed);
            var other = await AskAsync(new ScriptedSteps(seed), options, seed);

            Assert.True(one.Spend.Calls <= most * 2 * beam * rollouts + beam);
            Assert.Equal(one.Text, other.Text);
            Assert.Equal(one.Spend, other.Spend);
            Assert.Equal(0, steps.Open);
            Assert.Equal(ChatFinishReason.Stop, one.Updates[^1].FinishReason);
            Assert.NotEqual("", one.Text);
        }, iter: 60);
    }

    [Fact]
    public async Task Answer_OneBeamOneRolloutOneCluster_IsSamplingStepByStep()
    {
        for (var seed = 1; seed <= 30; seed++)
        {
            var asked = new ScriptedSteps(seed);
            var answer = await AskAsync(asked, "beam: 1\nrollouts: 1\nclusters: 1\nmax_steps: 3\nmin_steps: 8", seed);

            // The same steps of a sequence that nobody forks.
            await using var alone = await new ScriptedSteps(seed).OpenAsync(new Prompt([], new ChatOptions()), "", TestContext.Current.CancellationToken);
            var text = "";
            foreach (var call in answer.Calls.Where(static call => call.Role != "foresight"))
                text += (await alone.AdvanceAsync(asked.Advances[call.SampleIndex].Limits, TestContext.Current.CancellationToken)).Text;

            Assert.Equal(text, answer.Text);
        }
    }

    private static Gen<Future[]> Futures(double low, double high) => Gen.Select(
        Gen.Int[0, Texts.Length - 1], Gen.Double[0, 1], (text, place) => Of(Texts[text], low + place * (high - low))).Array[1, 16];

    private static Future Of(string? text, double advantage) => new(new Beam(null!, []), advantage, advantage, text);

    private static Task<TestAnswer> AskAsync(ScriptedSteps steps, string options, int seed) =>
        TestRun.With(ScriptedModel.Named("m").Local(steps)).AskAsync(Yaml.Policy($"kind: phi-decoding\nmodel: m\n{options}"), TestRun.Request("question") with { Seed = seed });
}
