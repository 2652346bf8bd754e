using System.Text;
using System.Text.Json.Nodes;
using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.Policies.Deferral;

/// <summary>Cascades to be fitted, and items to fit them on.</summary>
internal static class CascadeItems
{
    public static Prompt Question { get; } = new([new ChatMessage(ChatRole.User, "question")], new ChatOptions());

    /// <summary>Two stages, the first with one token whose log probability is its signal.</summary>
    public static CascadeFitter Fitter(string fit, string accept = "{ signal: mean-logprob }") =>
        Fitter($"stages: [{{ model: a, accept: {accept} }}, {{ model: b }}]\nfit: {{ {fit} }}", profile: null);

    /// <param name="body">What stands behind the kind.</param>
    /// <param name="profile">What was fitted; null for nothing.</param>
    public static CascadeFitter Fitter(string body, JsonObject? profile) => (CascadeFitter)((IFittablePolicy)Policy(body, profile).Policy).Fitter!;

    public static PolicyDefinition Policy(string body, JsonObject? profile)
    {
        var beside = new Dictionary<string, byte[]>();
        if (profile is not null) beside["p.profile.json"] = Encoding.UTF8.GetBytes($$"""{"format":1,"policy":"p","kind":"cascade","fitted":{{profile.ToJsonString()}},"ids":[],"suite":"s"}""");
        var file = PolicyFile.Read("p.yaml", Encoding.UTF8.GetBytes($"name: p\nkind: cascade\n{body}\nprofile: p.profile.json\n"), profile is null ? ReadingPurpose.Fitting : ReadingPurpose.Serving, beside);
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    public static FittingItem Item(string id, double signal, bool small, bool large) =>
        new(id, Question, [Candidate("a", 0, small ? "1" : "0", small, 1, signal), Candidate("b", 0, large ? "1" : "0", large, 10)], []);

    public static FittingItem[] Items(IEnumerable<(double Signal, bool Small, bool Large)> drawn) =>
        [.. drawn.Select(static (one, place) => Item($"q{place}", one.Signal, one.Small, one.Large))];

    public static FittingCandidate Candidate(string model, int sample, string text, bool isRight, decimal cost, params double[] logprobs)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, text));
        if (logprobs.Length > 0) response.SetLogprobs([.. logprobs.Select(static one => new TokenLogprob("t", one))]);
        return new FittingCandidate(
            new Candidate(new ModelCall(model, Question) { SampleIndex = sample }, response, null, new Spend(1, 0, 0, 0, cost), TimeSpan.Zero, Cached: false) { AnsweredBy = model }, isRight);
    }

    /// <summary>How accurate, how expensive, and how often the last stage is asked.</summary>
    public static (double Accuracy, decimal Cost, int Deferred) Play(CascadeFitter fitter, JsonObject fitted, IReadOnlyList<FittingItem> items)
    {
        var outcomes = items.Select(item => fitter.Deliver(fitted, item)!.Value).ToArray();
        return (outcomes.Average(static one => one.Correct ? 1.0 : 0), outcomes.Sum(static one => one.Cost), outcomes.Count(static one => one.Cost > 1));
    }
}
