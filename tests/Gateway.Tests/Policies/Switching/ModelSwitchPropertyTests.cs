using CsCheck;
using Gateway.Policies;
using Gateway.Testing;

namespace Gateway.Tests.Policies.Switching;

/// <summary>What ModelSwitch promises whatever the models say. 0 is a text without an answer, -1 a failed sample.</summary>
public sealed class ModelSwitchPropertyTests
{
    private const int Samples = 4;
    private static readonly Gen<int> Said = Gen.Int[-1, 3];
    private static readonly Gen<int[][]> ThreeModels = Said.Array[Samples].Array[3].Where(static models => models.Any(static model => model.Any(static answer => answer >= 0)));
    private static readonly double[] Thresholds = [0, 0.3, 0.5, 0.75, 1, 1.5];

    [Fact]
    public void Answer_FirstModelUnanimous_IsItsAnswerForItsSamplesAlone() => Gen.Select(Gen.Int[1, 3], ThreeModels).Sample(static drawn =>
    {
        var (answer, models) = drawn;
        models[0] = [answer, answer, answer, answer];
        var outcome = Ask(models, threshold: 1);
        return outcome.Key == answer && outcome.Calls == Samples;
    }, iter: 100);

    [Fact]
    public void Calls_ThresholdZero_NeverSwitchesUnlessTooFewAnswer() => ThreeModels.Sample(static models =>
        Ask(models, threshold: 0).Calls == Samples * (1 + models.Take(2).TakeWhile(static model => 2 * model.Count(static answer => answer > 0) < Samples).Count()), iter: 100);

    [Fact]
    public void Calls_ThresholdAboveOne_AsksAll() => ThreeModels.Sample(static models => Ask(models, threshold: 1.5).Calls == 3 * Samples, iter: 100);

    [Fact]
    public void Calls_HigherThreshold_AreNotFewer() => ThreeModels.Sample(static models =>
    {
        var calls = Thresholds.Select(threshold => Ask(models, threshold).Calls).ToArray();
        return calls.Zip(calls.Skip(1)).All(static pair => pair.First <= pair.Second);
    }, iter: 100);

    [Fact]
    public void Answer_OneModel_IsSelfConsistency() => ThreeModels.Where(static models => models[0].Any(static answer => answer >= 0)).Sample(static models =>
    {
        var vote = Yaml.Policy($"kind: best-of-n\nmodel: m0\nn: {Samples}\nanswer: number");
        var (consistent, switched) = (TestRun.With(Scripted(models[..1])).AskAsync(vote).GetAwaiter().GetResult(), Ask(models[..1], threshold: 1));
        return KeyOf(consistent.Text) == switched.Key;
    }, iter: 100);

    [Fact]
    public void InternalWeight_LiesBetweenOneOverTheAnswersAndOne_AndIsOneForOneAnswerAlone() => Gen.Int[1, 4].Array[1, 8].Sample(static answers =>
    {
        var poll = Poll(answers);
        var weight = poll.InternalWeight;
        return weight >= 1.0 / answers.Length - 1e-12 && weight <= 1 && (Math.Abs(weight - 1) < 1e-12) == (answers.Distinct().Count() == 1);
    }, iter: 1000);

    [Fact]
    public void InternalWeight_FourToOne_IsThePapersCodes() => Assert.Equal(0.422, Poll([1, 1, 1, 1, 2]).InternalWeight, 3);

    [Fact]
    public void Answer_WeightsTimesAConstant_IsTheSame() => Gen.Select(ThreeModels, Gen.Int[1, 9].Array[3], Gen.Int[2, 50]).Sample(static drawn =>
    {
        var (models, weights, factor) = drawn;
        return Ask(models, 1, weights) == Ask(models, 1, [.. weights.Select(weight => weight * factor)]);
    }, iter: 100);

    [Fact]
    public void Answer_ModelWithoutAnswers_HasNoInfluence() => ThreeModels.Where(static models => models.Skip(1).Any(static model => model.Any(static answer => answer > 0))).Sample(static models =>
        Ask([[0, 0, 0, 0], .. models[1..]], 1).Key == Ask(models[1..], 1, firstModel: 1).Key, iter: 100);

    [Fact]
    public void Answer_FirstUnanimous_DoesNotDependOnTheSecond() => Gen.Select(ThreeModels, Said.Array[Samples]).Sample(static drawn =>
    {
        var (models, other) = drawn;
        models[0] = [2, 2, 2, 2];
        return Ask(models, 1) == Ask([models[0], other, models[2]], 1);
    }, iter: 50);

    [Fact]
    public void Answer_AnyOrderOfArrivalAndEitherMode_HasTheSameKey() =>
        Gen.Select(ThreeModels, Gen.Shuffle(Enumerable.Range(0, 3 * Samples).ToArray()), Gen.Int[0, 3].Select(static place => Thresholds[place + 1]), Gen.Bool.Select(static ahead => ahead ? "speculative" : "sequential")).Sample(static drawn =>
        {
            var (models, order, threshold, mode) = drawn;
            return Ask(models, threshold, arrival: order, mode: mode).Key == Ask(models, threshold).Key;
        }, iter: 300);

    private static ModelPoll Poll(int[] answers)
    {
        var poll = new ModelPoll("m", answers.Length, 1);
        var call = new ModelCall("m", TestRun.Request("q").Prompt);
        for (var i = 0; i < answers.Length; i++)
            poll.Add(i, new Candidate(call, null, null, default, TimeSpan.Zero, Cached: false) { AnsweredBy = "m" }, new AnswerKey($"{answers[i]}", CallsTools: false));
        return poll;
    }

    private static (int? Key, int Calls) Ask(int[][] models, double threshold, int[]? weights = null, int[]? arrival = null, string mode = "sequential", int firstModel = 0)
    {
        var names = models.Select((_, place) => $"m{place + firstModel}").ToArray();
        var given = weights is null ? "" : $"weights: {{ {string.Join(", ", names.Zip(weights, static (name, weight) => $"{name}: {weight}"))} }}";
        var policy = Yaml.Policy(FormattableString.Invariant($"kind: model-switch\nmodels: [{string.Join(", ", names)}]\nsamples: {Samples}\nthreshold: {threshold}\nanswer: number\nmode: {mode}\n{given}"));
        var gates = arrival is null ? null : models.SelectMany(static model => model).Select(static _ => new TaskCompletionSource()).ToArray();
        var asked = TestRun.With(Scripted(models, gates, firstModel)).AskAsync(policy);

        // Ending each in turn on one thread makes the order exact; calls that were not started yet end at once when they are.
        foreach (var sample in arrival ?? []) gates![sample].SetResult();
        var answer = asked.GetAwaiter().GetResult();
        return (KeyOf(answer.Text), answer.Spend.Calls);
    }

    private static ScriptedModel[] Scripted(int[][] models, TaskCompletionSource[]? gates = null, int firstModel = 0) =>
        [.. models.Select((said, model) => ScriptedModel.Named($"m{model + firstModel}").Says([.. said.Select((answer, sample) =>
        {
            ScriptedAnswer scripted = answer < 0 ? ScriptedAnswer.Failing(FaultKind.Upstream) : answer == 0 ? "none" : $"{answer}";
            return gates is null ? scripted : scripted.When(gates[model * Samples + sample].Task);
        })]))];

    private static int? KeyOf(string text) => int.TryParse(text, out var key) ? key : null;
}
