using System.Text;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

public sealed class PolicyVersionsTests
{
    private static readonly ModelCard[] Models =
    [
        new("m", ModelBackend.Local, 4096, Price.Free),
        new("far", ModelBackend.Remote, 4096, Price.Free),
    ];

    private readonly PolicyVersions _versions = new();

    [Fact]
    public void Update_GoodFiles_AreInForceByName()
    {
        var set = Update(("b", Direct("m")), ("A", Direct("m")));

        Assert.Equal(["A", "b"], Names(set));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Update_NothingChanged_GivesTheSameSet()
    {
        var set = Update(("a", Direct("m")));

        Assert.Same(set, Update(("a", Direct("m"))));
    }

    [Fact]
    public void Update_OneFileChanged_KeepsTheOthersPolicy()
    {
        var before = Update(("a", Direct("m")), ("b", Direct("m")));
        var after = Update(("a", Direct("m")), ("b", Direct("far")));

        Assert.Same(before.Policies[0], after.Policies[0]);
        Assert.NotSame(before.Policies[1], after.Policies[1]);
    }

    [Fact]
    public void Update_FileBecameBroken_KeepsItsLastGoodVersionAndReports()
    {
        var before = Update(("a", Direct("m")));
        var after = Update(("a", "name: a\nkind: direct\n"));

        Assert.Same(before.Policies[0], Assert.Single(after.Policies));
        Assert.StartsWith("policies/a.yaml:1:1: 'model' is missing", Assert.Single(after.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_FileBecameUnreadable_KeepsItsLastGoodVersion()
    {
        Update(("a", Direct("m")));
        var set = _versions.Update([new PolicySource("a.yaml", "policies/a.yaml", [], "it cannot be read")], [], Models, NothingRefused);

        Assert.Equal(["a"], Names(set));
        Assert.Equal("policies/a.yaml: it cannot be read", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void Update_BrokenFromTheStart_IsNotInForce()
    {
        var set = Update(("a", "name: a\nkind: direct\n"), ("b", Direct("m")));

        Assert.Equal(["b"], Names(set));
        Assert.Single(set.Problems);
    }

    [Fact]
    public void Update_FileRepaired_IsInForceWithoutProblems()
    {
        Update(("a", "name: a\n"));
        var set = Update(("a", Direct("m")));

        Assert.Equal(["a"], Names(set));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Update_FileDeleted_RemovesThePolicy() => Assert.Empty(UpdateTwice([("a", Direct("m"))], []).Policies);

    [Fact]
    public void Update_UnknownMember_IsReportedWithWhatThereIs()
    {
        var set = Update(("a", Direct("farr")));

        Assert.Empty(set.Policies);
        Assert.Equal("policies/a.yaml:3:8: model: 'farr' is neither a model nor a policy; did you mean 'far'?; there are far, m", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void Update_RefusedMember_IsRefusedWithTheModelsReason()
    {
        var set = _versions.Update([Source("a", Direct("gone"))], [], Models, new Dictionary<string, string> { ["Gone"] = "OPENAI_API_KEY is not set" });

        Assert.Empty(set.Policies);
        Assert.Equal("policies/a.yaml:3:8: model: the model 'gone' is refused: OPENAI_API_KEY is not set", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void Update_ModelsChanged_LinksAgain()
    {
        Update(("a", Direct("late")));
        var set = _versions.Update([Source("a", Direct("late"))], [], [.. Models, new ModelCard("late", ModelBackend.Local, 1, Price.Free)], NothingRefused);

        Assert.Equal(["a"], Names(set));
    }

    [Theory]
    [InlineData("kind: direct\nmodel: m")]
    [InlineData("kind: direct\n")]
    public void Update_ModelGoneAndBack_BringsBackTheVersionThatWasInForce(string save)
    {
        var before = Update(("a", Direct("m")));
        Update(("a", save));
        var without = _versions.Update([Source("a", save)], [], [], NothingRefused);
        var after = Update(("a", save));

        Assert.Empty(without.Policies);
        Assert.Contains(without.Problems, static problem => problem.Message.Contains("'m' is neither a model nor a policy", StringComparison.Ordinal));
        Assert.Same(Assert.Single(before.Policies), Assert.Single(after.Policies));
    }

    [Fact]
    public void Update_NameOfAModel_IsRefused()
    {
        var set = Update(("M", Direct("far")));

        Assert.Empty(set.Policies);
        Assert.Contains("'M' is a model's name already", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_NamesThatDifferByCase_TheSecondIsRefused()
    {
        var set = Update(("Vote", Direct("m")), ("vote", Direct("m")));

        Assert.Equal(["Vote"], Names(set));
        Assert.Contains("'vote' is the name of policies/Vote.yaml already", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Update_Circle_IsRefusedWithItsWay()
    {
        var set = Update(("a", Direct("b")), ("b", Direct("c")), ("c", Direct("a")), ("d", Direct("m")));

        Assert.Equal(["d"], Names(set));
        Assert.Equal(
            ["policies/a.yaml:3:8: the policy calls itself: a -> b -> c -> a", "policies/b.yaml:3:8: the policy calls itself: b -> c -> a -> b", "policies/c.yaml:3:8: the policy calls itself: c -> a -> b -> c"],
            set.Problems.Select(static problem => problem.ToString()));
    }

    [Fact]
    public void Update_JudgeIsThePolicyItself_IsACircle() =>
        Assert.Contains("a -> a", Assert.Single(Update(("a", "name: a\nkind: best-of-n\nmodel: m\nselect: {by: judge, model: a}")).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Update_NewVersionClosesACircle_GivesWayAndTheOtherStays()
    {
        var before = Update(("a", Direct("m")), ("b", Direct("a")));
        var after = Update(("a", Direct("b")), ("b", Direct("a")));

        Assert.Equal(before.Policies, after.Policies);
        Assert.StartsWith("policies/a.yaml:3:8: the policy calls itself", Assert.Single(after.Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Update_MemberPolicyRefused_TakesItsCallersWithIt()
    {
        var set = Update(("a", Direct("b")), ("b", Direct("nowhere")));

        Assert.Empty(set.Policies);
        Assert.Equal(["policies/a.yaml", "policies/b.yaml"], set.Problems.Select(static problem => problem.File));
    }

    [Fact]
    public void Update_SelfCertaintyOfARemoteModel_IsRefusedWithTheReason()
    {
        var set = Update(("a", "name: a\nkind: best-of-n\nmodels: [m, far]\nselect: self-certainty\n"));

        Assert.Equal(
            "policies/a.yaml:3:13: select: 'far' is a remote model, and self-certainty needs the probability of every token of the vocabulary, which endpoints do not give",
            Assert.Single(set.Problems).ToString());
    }

    [Theory]
    [InlineData("far", "'far' is a remote model without prefix continuation; give a local model, or one whose endpoint can go on from the beginning of an answer and whose PrefixContinuation says how")]
    [InlineData("odd", "'odd' is a local model that cannot go on from the middle of an answer (its state is not one cell for each token); give another model")]
    [InlineData("b", "'b' is a policy, and only a model can go on from a half-written answer; name a model")]
    public void Update_StepsOfANameThatHasNone_IsRefusedWithTheReason(string model, string reason)
    {
        ModelCard[] models = [.. Models, new("odd", ModelBackend.Local, 4096, Price.Free) { DecodesSteps = false }];
        var set = _versions.Update([Source("a", $"kind: phi-decoding\nmodel: {model}"), Source("b", Direct("m"))], [], models, NothingRefused);

        Assert.Equal($"policies/a.yaml:3:8: model: {reason}", Assert.Single(set.Problems).ToString());
    }

    [Fact]
    public void Update_StepsOfALocalModelOrOfAnEndpointThatContinues_AreInForce()
    {
        ModelCard[] models = [.. Models, new("goes-on", ModelBackend.Remote, 4096, Price.Free) { DecodesSteps = true }];
        var set = _versions.Update([Source("a", "kind: phi-decoding\nmodel: m"), Source("b", "kind: phi-decoding\nmodel: goes-on")], [], models, NothingRefused);

        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Update_MissingFolder_IsReported()
    {
        var missing = new PolicyProblem("policies", 0, 0, "", "there is no such folder");

        Assert.Equal([missing], _versions.Update([], [missing], Models, NothingRefused).Problems);
    }

    private static Dictionary<string, string> NothingRefused { get; } = [];

    private static string Direct(string model) => $"kind: direct\nmodel: {model}";

    private static IEnumerable<string> Names(PolicySet set) => set.Policies.Select(static policy => policy.Options.Name);

    private static PolicySource Source(string name, string yaml) =>
        new($"{name}.yaml", $"policies/{name}.yaml", Encoding.UTF8.GetBytes(yaml.StartsWith("name:", StringComparison.Ordinal) ? yaml : $"name: {name}\n{yaml}"));

    private PolicySet Update(params (string Name, string Yaml)[] files) =>
        _versions.Update([.. files.Select(static file => Source(file.Name, file.Yaml))], [], Models, NothingRefused);

    private PolicySet UpdateTwice((string Name, string Yaml)[] first, (string Name, string Yaml)[] second)
    {
        Update(first);
        return Update(second);
    }
}
