using System.Text;
using CsCheck;
using Gateway.Policies;
using Gateway.Testing;
using static Gateway.Tests.Policies.FusionOfNTests;

namespace Gateway.Tests.Policies.Fusing;

/// <summary>What holds for every fusion, whatever the drafts.</summary>
public sealed class FusionPropertyTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // No draft is part of another, so that counting them in the prompt means something.
    private static readonly Gen<string[]> DistinctDrafts = Gen.Int[2, 8].Select(static count => Enumerable.Range(0, count).Select(static number => $"<draft-{number}>").ToArray());

    [Fact]
    public void FuserPrompt_HoldsEveryDistinctDraftOnceAndNoModelsName() =>
        Gen.Int[0, 4].Array[2, 9].Where(static drawn => drawn.Distinct().Count() > 1).Sample(static drawn =>
        {
            var texts = drawn.Select(static number => $"<draft-{number}>").ToArray();
            var fuser = Fuser("white");
            Ask(TestRun.With(Says("member-one", texts[..1]), Says("member-two", texts[1..]), fuser),
                Yaml.Policy($"kind: fusion-of-n\nmodels: [member-one, member-two]\nn: {{ member-two: {texts.Length - 1} }}\nfuser: f"), "question");
            var prompt = string.Join('\n', fuser.Requests[0].Messages.Select(static message => message.Text));
            Assert.Equal(texts.Distinct().Order(StringComparer.Ordinal), Shown(fuser).Order(StringComparer.Ordinal));
            Assert.All(texts, text => Assert.Equal(2, prompt.Split(text).Length));
            Assert.DoesNotContain("member", prompt, StringComparison.Ordinal);
        }, iter: 50);

    [Fact]
    public void EqualDrafts_AskNoFuser() =>
        Gen.Int[1, 10].Sample(static count =>
        {
            var fuser = Fuser("white");
            Assert.Equal("same", Ask(TestRun.With(Drafts([.. Enumerable.Repeat("same", count)]), fuser), Fusion(n: count), "q"));
            Assert.Equal(0, fuser.Calls);
        }, iter: 10);

    [Fact]
    public void FuserPrompt_NeverExceedsTheContext()
    {
        string[] letters = ["a", "é", "漢", "😀"];
        var draft = Gen.Int[1, 3000].SelectMany(length => Gen.Int[0, 3].Select(letter => string.Concat(Enumerable.Repeat(letters[letter], length))));
        Gen.Select(draft.Array[2, 6], Gen.Int[400, 4000], Gen.Int[1, 300]).Sample(static (drafts, context, maxTokens) =>
        {
            var fuser = Fuser("white").Holding(context);
            Ask(TestRun.With(Drafts(drafts), fuser), Fusion($"sampling: {{ max_tokens: {maxTokens} }}", drafts.Length), "question");
            Assert.All(fuser.Requests, request => Assert.InRange(new Prompt(request.Messages, request.Options).EstimateInputTokens() + maxTokens, 1, context));
        }, iter: 100);
    }

    [Fact]
    public void FuserFails_IsOneOfTheDrafts() =>
        DistinctDrafts.Sample(static drafts =>
            Assert.Contains(Ask(TestRun.With(Drafts(drafts), Fuser(ScriptedAnswer.Failing(FaultKind.Upstream))), Fusion(n: drafts.Length), "q"), drafts), iter: 20);

    [Fact]
    public void Order_IsAFunctionOfTheSeed()
    {
        string[] drafts = ["a", "b", "c", "d"];
        var orders = Enumerable.Range(0, 40).Select(seed => (First: Order(seed), Again: Order(seed))).ToArray();

        Assert.All(orders, static order => Assert.Equal(order.First, order.Again));

        // 24 orders are possible; 40 seeds that gave fewer than ten of them would not be shuffled by the seed.
        Assert.True(orders.Select(static order => order.First).Distinct().Count() >= 10);
        Assert.Equal(drafts, orders.Select(static order => order.First[..1]).Distinct().Order(StringComparer.Ordinal));

        string Order(int seed)
        {
            var fuser = Fuser("white");
            TestRun.With(Drafts(drafts), fuser).AskAsync(Fusion(n: drafts.Length), TestRun.Request("q") with { Seed = seed }).GetAwaiter().GetResult();
            return string.Concat(Shown(fuser));
        }
    }

    [Fact]
    public void FuserThatEchoesADraft_IsThatDraft() =>
        Gen.Select(DistinctDrafts, Gen.Int[0, 7]).Where(static pair => pair.Item2 < pair.Item1.Length).Sample(static (drafts, echoed) =>
        {
            ScriptedModel fuser = null!;
            fuser = ScriptedModel.Named("f").Replies(_ => Shown(fuser)[echoed]);
            var answer = Ask(TestRun.With(Drafts(drafts), fuser), Fusion(n: drafts.Length), "q");
            Assert.Equal(Shown(fuser)[echoed], answer);
            Assert.Contains(answer, drafts);
        }, iter: 30);

    [Fact]
    public void CutDraft_FitsAndIsHeadAndTailOfIt() =>
        Gen.Select(Gen.String[0, 400], Gen.Long[1, 200]).Sample(static (draft, tokens) =>
        {
            var cut = DraftText.Cut(draft, tokens);
            Assert.InRange(Encoding.UTF8.GetByteCount(cut), 0, Math.Max(2 * tokens, 0));
            if (Encoding.UTF8.GetByteCount(draft) <= 2 * tokens) Assert.Equal(draft, cut);
            else if (cut.Split("\n[...]\n") is [var head, var tail]) Assert.True(draft.StartsWith(head, StringComparison.Ordinal) && draft.EndsWith(tail, StringComparison.Ordinal));
        });

    [Fact]
    public async Task Latency_IsThatOfTheSlowestDraftAndTheFuser()
    {
        var fusing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var fused = new TaskCompletionSource();
        var fuser = ScriptedModel.Named("f").Replies(_ =>
        {
            fusing.SetResult();
            return new ScriptedAnswer("white").When(fused.Task);
        });
        var test = TestRun.With(Slow("red", "green", "blue"), fuser);

        var asked = test.AskAsync(Fusion());
        test.Time.Advance(Second);
        await fusing.Task;
        test.Time.Advance(Second);
        fused.SetResult();

        Assert.Equal(2 * Second, (await asked).Record.Elapsed);
    }

    [Fact]
    public async Task FirstToken_ComesWithTheFusersFirstToken()
    {
        var fuser = Fuser(new ScriptedAnswer("one two").When(new TaskCompletionSource().Task));
        var test = TestRun.With(Slow("red", "green", "blue"), fuser);
        var client = test.Client(Fusion());
        var run = client.Open(TestRun.Request("q") with { Streaming = true });
        await using var updates = client.AnswerAsync(run, CancellationToken.None).GetAsyncEnumerator();

        var first = updates.MoveNextAsync().AsTask();
        Assert.False(first.IsCompleted);
        test.Time.Advance(Second);

        Assert.True(await first);
        Assert.Equal(("one", Second), (updates.Current.Text, run.Elapsed));
    }

    private static string Ask(TestRun test, PolicyDefinition policy, string text) => test.AskAsync(policy, text).GetAwaiter().GetResult().Text;

    private static ScriptedModel Says(string name, string[] texts) => ScriptedModel.Named(name).Says([.. texts.Select(static text => (ScriptedAnswer)text)]);

    private static ScriptedModel Slow(params string[] texts) => ScriptedModel.Named("m").Says([.. texts.Select(static text => new ScriptedAnswer(text).After(Second))]);
}
