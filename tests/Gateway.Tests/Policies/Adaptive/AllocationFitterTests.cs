using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Gateway.Policies;
using Gateway.Testing;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Adaptive;

public sealed class AllocationFitterTests
{
    private const int Most = 9;

    // What each of nine samples says; 1 is right, 0 holds no answer.
    private static readonly Gen<int[]> Samples = Gen.Int[0, 3].Array[Most];

    [Fact]
    public void Fit_HardRequests_GetMoreSamplesThanEasyAndHopelessOnes()
    {
        var random = new Random(5);
        var items = Enumerable.Range(0, 600).Select(i => ItemOf($"{new string('x', 10 * (i % 3))} {i}", [.. Enumerable.Range(0, Most).Select(_ => (i % 3) switch
        {
            0 => 1,
            1 => random.NextDouble() < 0.6 ? 1 : 2,
            _ => random.Next(10, 1000),
        })])).ToArray();

        var profile = AllocationProfile.Read(Fitter().Fit(items, seed: 1))!;
        int SamplesOf(FittingItem item) => profile.SamplesFor(Difficulty.Of(item.Prompt, [.. item.Candidates.Take(3).Select(static one => (one.Candidate.Text, AnswerKey.Of(one.Candidate, new NumberAnswer())))], 3), out _);
        var (easy, hard, hopeless) = (items.Where((_, i) => i % 3 == 0).Average(SamplesOf), items.Where((_, i) => i % 3 == 1).Average(SamplesOf), items.Where((_, i) => i % 3 == 2).Average(SamplesOf));

        Assert.True(hard > easy + 1 && hard > hopeless + 1, $"{easy} {hard} {hopeless}");
    }

    [Fact]
    public void Fit_AnyItems_KeepsTheMeanOnThem()
    {
        var random = new Random(9);
        var items = Enumerable.Range(0, 300).Select(i => ItemOf($"{i}", [.. Enumerable.Range(0, Most).Select(_ => random.Next(1, 2 + i % 4))])).ToArray();
        var fitter = Fitter();
        var fitted = fitter.Fit(items, seed: 1);

        // Each sample costs 1.
        Assert.InRange(items.Average(item => fitter.Deliver(fitted, item)!.Value.Cost), 3, 5.05m);
    }

    [Fact]
    public void Fit_Again_IsTheSame()
    {
        var items = Enumerable.Range(0, 30).Select(static i => ItemOf($"{i}", [.. Enumerable.Range(0, Most).Select(sample => 1 + (i * sample) % 3)])).ToArray();

        Assert.Equal(Fitter().Fit(items, seed: 3).ToJsonString(), Fitter().Fit(items, seed: 3).ToJsonString());
    }

    [Fact]
    public void Deliver_AnyProfile_IsWhatTheServedPolicyDraws() => Gen.Select(Samples, Gen.Int[3, Most], Gen.Int[3, Most]).Sample(static drawn =>
    {
        var (said, low, high) = drawn;
        var chance = new LogisticModel(Difficulty.Names, [0, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1], [0, 0, 4, 0, 0, 0], -2);
        var fitted = new AllocationProfile(["m"], 3, chance, [new AllocationBin(0.5, low), new AllocationBin(1, high)]).ToJson();
        var item = ItemOf("question", said);
        var model = ScriptedModel.Named("m").Costs(0, 200_000).Says([.. item.Candidates.Select(static one => (ScriptedAnswer)one.Candidate.Text)]);

        var answer = TestRun.With(model).AskAsync(Definition(fitted)).GetAwaiter().GetResult();
        var outcome = Fitter().Deliver(fitted, item)!.Value;

        return answer.Text == $"{1}" == outcome.Correct && answer.Spend.Cost == outcome.Cost;
    }, iter: 300);

    [Theory]
    [InlineData("""{"models":["other"],"min_n":3,"chance":{},"bins":[]}""", "holds no allocation of samples")]
    [InlineData("""{"models":["m"],"min_n":2}""", "was fitted for other models, another min_n or a larger max_n")]
    [InlineData("""{"models":["other"],"min_n":3}""", "was fitted for other models, another min_n or a larger max_n")]
    public void File_ProfileOfSomethingElse_IsRefused(string changes, string problem)
    {
        var fitted = new AllocationProfile(["m"], 3, LogisticFit.Of(Difficulty.Names, [[1, 1, 1, 1, 1, 1]], [1]), [new AllocationBin(1, 5)]).ToJson();
        foreach (var (key, value) in JsonNode.Parse(changes)!.AsObject()) fitted[key] = value?.DeepClone();

        Assert.Contains(problem, Assert.Single(Read(fitted).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ProfileWithoutMeanN_IsRefused() => Assert.Contains(
        Yaml.Problems("name: p\nkind: adaptive-best-of-n\nmodel: m\nprofile: p.profile.json"), static problem => problem.Contains("p.profile.json", StringComparison.Ordinal));

    private static PolicyFile Read(JsonObject? fitted)
    {
        var beside = new Dictionary<string, byte[]>();
        if (fitted is not null)
            beside["p.profile.json"] = Encoding.UTF8.GetBytes(new JsonObject { ["format"] = 1, ["policy"] = "p", ["kind"] = "adaptive-best-of-n", ["fitted"] = fitted.DeepClone(), ["ids"] = new JsonArray(), ["suite"] = "s" }.ToJsonString());
        return PolicyFile.Read("p.yaml", Encoding.UTF8.GetBytes($"name: p\nkind: adaptive-best-of-n\nmodel: m\nmin_n: 3\nmax_n: {Most}\nmean_n: 5\nanswer: number\nprofile: p.profile.json"),
            fitted is null ? ReadingPurpose.Fitting : ReadingPurpose.Serving, beside);
    }

    private static PolicyDefinition Definition(JsonObject? fitted)
    {
        var file = Read(fitted);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    private static AllocationFitter Fitter() => (AllocationFitter)((IFittablePolicy)Definition(null).Policy).Fitter!;

    private static FittingItem ItemOf(string task, int[] said)
    {
        var prompt = new Prompt([new ChatMessage(ChatRole.User, task)], new ChatOptions());
        return new FittingItem(task, prompt,
        [
            .. said.Select((answer, sample) => new FittingCandidate(
                new Candidate(new ModelCall("m", prompt) { SampleIndex = sample }, new ChatResponse(new ChatMessage(ChatRole.Assistant, answer == 0 ? "none" : $"{answer}")), null, new Spend(1, 0, 0, 5, 1), TimeSpan.Zero, Cached: false) { AnsweredBy = "m" },
                answer == 1)),
        ], []);
    }
}
