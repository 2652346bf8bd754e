using System.Text.RegularExpressions;
using Gateway.Testing;

namespace Gateway.Tests.Policies;

/// <summary>What holds for every kind and every way to choose. A new kind adds its lines to <see cref="Kinds"/>.</summary>
public sealed class EveryKindTests
{
    private static readonly string[] Kinds =
    [
        "kind: direct\nmodel: m",
        "kind: avengers\nmodels: [m]\nprofile: avengers.profile.json",
        "kind: avengers\nmodels: [m]\nprofile: avengers.profile.json\nuse: { by: vote, samples: 3 }\nanswer: number",
        "kind: best-of-n\nmodel: m\nn: 3\nanswer: number",
        "kind: best-of-n\nmodel: m\nn: 3\nselect: { by: judge, model: j }",
        "kind: best-of-n\nmodel: m\nn: 3\nselect: { by: judge-pairwise, model: j }",
        "kind: best-of-n\nmodel: m\nn: 3\nselect: mean-logprob",
        "kind: best-of-n\nmodel: m\nn: 3\nselect: self-certainty",
        "kind: best-of-n\nmodel: m\nn: 3\nselect: { by: verifier, regex: '2' }",
        "kind: best-of-majority\nmodel: m\nn: 3\nanswer: number\nselect: { by: judge, model: j }\nalpha: 0",
        "kind: fusion-of-n\nmodel: m\nn: 3\nfuser: j",
        "kind: model-switch\nmodels: [m, j]\nsamples: 3\nanswer: number",
        "kind: adaptive-best-of-n\nmodel: m\nmax_n: 3\nanswer: number",
        "kind: adaptive-best-of-n\nmodel: m\nmax_n: 3\nselect: { by: verifier, regex: '2' }",
        "kind: phi-decoding\nmodel: m\nbeam: 1\nrollouts: 3",
        "kind: cascade\nstages: [{ model: m, samples: 2, accept: { signal: vote-share, threshold: 1 } }, { model: m }]\nanswer: number",
        "kind: cascade\nstages: [{ model: m, accept: { signal: mean-logprob, threshold: 0 } }, { model: m }]",
        "kind: cascade\nstages: [{ model: m, accept: { signal: judge, model: j, threshold: 9 } }, { model: m }]",
    ];

    public static TheoryData<string> Bodies => [.. Kinds];

    [Fact]
    public void Bodies_EveryKind_IsAmongThem() =>
        Assert.Equal(Gateway.Policies.PolicyKinds.All.Names, Kinds.Select(static body => Yaml.Policy(body).Kind).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Bodies))]
    public void File_UnknownKey_IsRefused(string body) =>
        Assert.Contains(Yaml.Problems($"name: p\n{body}\nsurprise: 1"), static problem => problem.Contains("surprise: unknown key", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_StreamedOrNot_IsTheSameText(string body)
    {
        var policy = Yaml.Policy(body);
        var whole = await TestRun.With(Models()).AskAsync(policy);
        var streamed = await TestRun.With(Models()).AskAsync(policy, TestRun.Request("question") with { Streaming = true });

        Assert.NotEqual("", whole.Text);
        Assert.Equal(whole.Text, streamed.Text);
        Assert.Equal(whole.Spend, streamed.Spend);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_SameRequestTwice_IsTheSameText(string body)
    {
        var policy = Yaml.Policy(body);

        Assert.Equal((await TestRun.With(Models()).AskAsync(policy)).Text, (await TestRun.With(Models()).AskAsync(policy)).Text);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_BudgetOfOneCall_AnswersOrFailsCleanly(string body)
    {
        var models = Models();
        var policy = Yaml.Policy($"{body}\nbudget: {{ calls: 1 }}");

        var answer = await TestRun.With(models).AskAsync(policy);

        Assert.NotEqual("", answer.Text);
        Assert.Equal(1, answer.Spend.Calls);
        Assert.Equal(1, models.Sum(static model => model.Calls));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_ClientLeaves_LeaksNoCall(string body)
    {
        var never = new TaskCompletionSource();
        var model = ScriptedModel.Named("m").Local().Always(new ScriptedAnswer("1").When(never.Task));
        var test = TestRun.With(model, ScriptedModel.Named("j"));
        using var client = new CancellationTokenSource();

        var asked = test.AskAsync(Yaml.Policy(body), cancellationToken: client.Token);
        Assert.True(model.Active > 0);
        await client.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.Equal((0, model.Calls), (model.Active, model.Cancelled));
        Assert.Equal(RunOutcome.Cancelled, Assert.Single(test.Records).Outcome);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_ClientLeavesTheSecondModel_LeaksNoCall(string body)
    {
        using var client = new CancellationTokenSource();
        var second = ScriptedModel.Named("j").Replies(_ =>
        {
            // The client leaves at the moment in which the judge, fuser or next model is asked.
            client.Cancel();
            return "SCORE: 5";
        });

        var asked = TestRun.With(Models()[0], second).AskAsync(Yaml.Policy(body), cancellationToken: client.Token);

        if (second.Calls > 0) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        else Assert.NotEqual("", (await asked).Text);
        Assert.Equal(Regex.IsMatch(body, @"\bj\b"), second.Calls > 0);
        Assert.Equal((0, second.Calls), (second.Active, second.Cancelled));
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_EveryModelFails_FailsWithTheirReasons(string body)
    {
        var down = ScriptedAnswer.Failing(FaultKind.Upstream, "it is down");
        var test = TestRun.With(ScriptedModel.Named("m").Local().Always(down), ScriptedModel.Named("j").Always(down));

        var exception = await Assert.ThrowsAsync<NoCandidateException>(() => test.AskAsync(Yaml.Policy(body)));

        Assert.StartsWith("m: it is down", exception.Message, StringComparison.Ordinal);
        Assert.Equal(RunOutcome.Failed, Assert.Single(test.Records).Outcome);
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Answer_Record_AddsUpToTheSpend(string body)
    {
        var answer = await TestRun.With(Models()).AskAsync(Yaml.Policy(body));

        Assert.Equal(answer.Spend, answer.Calls.Aggregate(default(Spend), static (sum, call) => sum + call.Spend));
        Assert.Equal(Enumerable.Range(0, answer.Record.Events.Count), answer.Record.Events.Select(static happened => happened.Seq));
    }

    /// <summary>A sampled model and a second one: judge, fuser or next model.</summary>
    /// <param name="instead">What a call does instead, by the order in which calls are made; null for what it does anyway.</param>
    /// <param name="delay">How long a call takes, by the same order.</param>
    internal static ScriptedModel[] Models(Func<int, ScriptedAnswer?>? instead = null, Func<int, TimeSpan>? delay = null)
    {
        var calls = 0;
        var samples = 0;
        string[] said = ["1 a", "2 b", "2 c"];
        return
        [
            ScriptedModel.Named("m").Local().Costs(1, 2).Replies(_ => Answer(said[Math.Min(samples++, said.Length - 1)])),
            ScriptedModel.Named("j").Costs(3, 4).Replies(request => Answer(request.Text.Contains("Answer A:", StringComparison.Ordinal) ? "WINNER: B" : "SCORE: 5")),
        ];

        ScriptedAnswer Answer(string text)
        {
            var call = calls++;
            return (instead?.Invoke(call) ?? text).After(delay?.Invoke(call) ?? TimeSpan.Zero);
        }
    }
}
