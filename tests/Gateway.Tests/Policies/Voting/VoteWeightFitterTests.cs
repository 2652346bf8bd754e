using System.Text;
using CsCheck;
using Gateway.Policies;
using Gateway.Testing;
using Gateway.Tests.Runs;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Voting;

public sealed class VoteWeightFitterTests
{
    private const int Largest = 4;
    private static readonly string[] Models = ["a", "b", "c"];
    private static readonly Prompt Question = new([new ChatMessage(ChatRole.User, "question")], new ChatOptions());

    // An item is what each model's two samples say; null is a sample that failed, 0 one without an answer. 1 is right.
    private static readonly Gen<int?[]> Item = Gen.Int[-1, 3].Select(static drawn => drawn < 0 ? (int?)null : drawn).Array[6];
    private static readonly Gen<FittingItem[]> Items = Item.Where(static answers => answers.Any(static answer => answer is not null)).Select(ItemOf).Array[1, 10];

    [Fact]
    public void Fit_AnyItems_CannotBeBetteredInOneWeight() => Items.Sample(static items =>
    {
        var weights = Fitted(items);
        var right = Right(items, weights);
        return weights.Values.All(static weight => weight is >= 1 and <= Largest)
            && Models.All(model => Enumerable.Range(1, Largest).All(other => Right(items, new Dictionary<string, decimal>(weights) { [model] = other }) <= right));
    }, iter: 300);

    [Fact]
    public void Fit_AnyItems_IsAtLeastAsGoodAsNoWeightsAndAtMostAsGoodAsTheBest() => Items.Sample(static items =>
    {
        var right = Right(items, Fitted(items));
        return right >= Right(items, Models.ToDictionary(static model => model, static _ => 1m)) && right <= BestOfAll(items);
    }, iter: 300);

    [Fact]
    public void Fit_OneModelKnowsMore_FindsWhatBruteForceFinds()
    {
        // The right one is outvoted by two that err together, and ties go to them: only a weight above 2 helps, which one step finds.
        FittingItem[] items = [.. Enumerable.Range(0, 4).Select(_ => ItemOf([2, null, 2, null, 1, null])), ItemOf([1, null, 1, null, 2, null])];

        var weights = Fitted(items);

        Assert.Equal(BestOfAll(items), Right(items, weights));
        Assert.Equal((1, 1, 3), (weights["a"], weights["b"], weights["c"]));
    }

    [Fact]
    public void Fit_NothingGains_GivesEveryModelOne()
    {
        FittingItem[] items = [ItemOf([1, 1, 1, 1, 1, 1]), ItemOf([2, 2, 2, 2, 2, 2])];

        Assert.All(Fitted(items).Values, static weight => Assert.Equal(1, weight));
    }

    [Fact]
    public void Fit_SameItems_IsTheSameWhateverTheSeed() => Items.Sample(static items =>
        Fitter().Fit(items, 1).ToJsonString() == Fitter().Fit(items, 2).ToJsonString(), iter: 100);

    [Fact]
    public void Untrained_IsOneForEveryModel() => Assert.Equal("""{"weights":{"a":1,"b":1,"c":1}}""", Fitter().Untrained().ToJsonString());

    [Fact]
    public void Deliver_AnyProfile_IsWhatTheServedPolicyAnswers() =>
        Gen.Select(Item.Where(static answers => answers.Any(static answer => answer is not null)), Gen.Int[1, Largest].Array[3]).Sample(static drawn =>
        {
            var (answers, given) = drawn;
            var fitted = new VoteWeights(Models.Zip(given).ToDictionary(static pair => pair.First, static pair => (decimal)pair.Second)).ToJson();
            var served = Definition($$"""{"format":1,"policy":"p","kind":"best-of-n","fitted":{{fitted.ToJsonString()}},"ids":[],"suite":"s"}""");
            var models = Models.Select((model, place) => ScriptedModel.Named(model).Says([.. answers.Skip(2 * place).Take(2).Select((answer, sample) => AnswerOf(model, sample, answer))])).ToArray();

            var answer = TestRun.With(models).AskAsync(served).GetAwaiter().GetResult();

            return Fitter().Winner(fitted, ItemOf(answers))!.Candidate.Text == answer.Text;
        }, iter: 300);

    [Fact]
    public void Deliver_NoSampleHasAnAnswer_IsTheFirst() =>
        Assert.Equal("b's second: none", Fitter().Winner(Fitter().Untrained(), ItemOf([null, null, null, 0, 0, null]))!.Candidate.Text);

    [Fact]
    public void Deliver_NoCandidate_IsNone() => Assert.Null(Fitter().Deliver(Fitter().Untrained(), new FittingItem("i", Question, [], [])));

    [Fact]
    public async Task Observe_SeesTheCandidatesOfTheServedPolicy()
    {
        FittingObservation? seen = null;
        var policy = CallTests.Policy(async (run, token) => (seen = await Fitter().ObserveAsync(run, token)).Candidates[0]);
        await TestRun.With([.. Models.Select(static model => ScriptedModel.Named(model).Says("1", "2"))]).AskAsync(policy);

        Assert.Equal([("a", 0), ("a", 1), ("b", 0), ("b", 1), ("c", 0), ("c", 1)], seen!.Candidates.Select(static one => (one.Call.Model, one.Call.SampleIndex)));
    }

    private static VoteWeightFitter Fitter() => (VoteWeightFitter)((IFittablePolicy)Definition(profile: null).Policy).Fitter!;

    private static PolicyDefinition Definition(string? profile)
    {
        var beside = new Dictionary<string, byte[]>();
        if (profile is not null) beside["p.profile.json"] = Encoding.UTF8.GetBytes(profile);
        var file = PolicyFile.Read(
            "p.yaml", "name: p\nkind: best-of-n\nmodels: [a, b, c]\nn: 2\nanswer: number\nselect: {by: majority, profile: p.profile.json}"u8, profile is null ? ReadingPurpose.Fitting : ReadingPurpose.Serving, beside);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    private static Dictionary<string, decimal> Fitted(IReadOnlyList<FittingItem> items) =>
        Fitter().Fit(items, seed: 1)["weights"]!.AsObject().ToDictionary(static pair => pair.Key, static pair => pair.Value!.GetValue<decimal>());

    private static int BestOfAll(IReadOnlyList<FittingItem> items) =>
        (from a in Enumerable.Range(1, Largest)
         from b in Enumerable.Range(1, Largest)
         from c in Enumerable.Range(1, Largest)
         select Right(items, new Dictionary<string, decimal> { ["a"] = a, ["b"] = b, ["c"] = c })).Max();

    /// <summary>The weighted vote as one would count it by hand.</summary>
    private static int Right(IReadOnlyList<FittingItem> items, Dictionary<string, decimal> weights) => items.Count(item => (item.Candidates
        .Where(static one => !one.Candidate.Text.EndsWith("none", StringComparison.Ordinal))
        .GroupBy(static one => one.Candidate.Text[^1])
        .OrderByDescending(group => group.Sum(one => weights[one.Candidate.Call.Model]))
        .FirstOrDefault() ?? item.Candidates.Take(1)).First().Correct);

    private static FittingItem ItemOf(int?[] answers) => new("i", Question, [.. answers
        .Select(static (answer, place) => (Answer: answer, Model: Models[place / 2], Sample: place % 2))
        .Where(static one => one.Answer is not null)
        .Select(static one => CandidateOf(one.Model, one.Sample, one.Answer))], []);

    private static FittingCandidate CandidateOf(string model, int sample, int? answer)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, AnswerOf(model, sample, answer).Text));
        return new FittingCandidate(new Candidate(new ModelCall(model, Question) { SampleIndex = sample }, response, null, default, TimeSpan.Zero, Cached: false) { AnsweredBy = model }, answer == 1);
    }

    // Different texts for the same answer, so that it shows which candidate was delivered.
    private static ScriptedAnswer AnswerOf(string model, int sample, int? answer) => answer switch
    {
        null => ScriptedAnswer.Failing(FaultKind.Upstream),
        0 => $"{model}'s {(sample == 0 ? "first" : "second")}: none",
        _ => $"{model}'s {(sample == 0 ? "first" : "second")}: {answer}",
    };
}
