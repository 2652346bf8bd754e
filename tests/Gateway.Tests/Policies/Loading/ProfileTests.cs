using Gateway.Policies;
using Gateway.Testing;

namespace Gateway.Tests.Policies.Loading;

public sealed class ProfileTests
{
    private const string Place = "policies/p.yaml:5:33: select.profile: ";

    [Fact]
    public async Task Answer_Profile_WeighsAsItWasFitted()
    {
        var policy = ProfiledPolicy.Read(ProfiledPolicy.Json("""{"weights":{"a":1,"b":2}}""")).Definition!;

        var answer = await TestRun.With(ScriptedModel.Named("a").Says("1"), ScriptedModel.Named("b").Says("2")).AskAsync(policy);

        Assert.Equal("2", answer.Text);
        Assert.StartsWith("the winning answer has 2 of 3 votes, the next 1", answer.Why("winner"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReadingPurpose.Serving)]
    [InlineData(ReadingPurpose.Evaluation)]
    public void Read_MissingProfile_SaysHowToMakeIt(ReadingPurpose purpose)
    {
        var file = ProfiledPolicy.Read(profile: null, purpose);

        Assert.Equal($"{Place}there is no p.profile.json beside this file; make it with the evaluation's fit", Assert.Single(file.Problems).ToString());
        Assert.Null(file.Definition);
    }

    [Fact]
    public void Read_MissingProfileWhenFitting_IsLegal()
    {
        var profile = Fittable(ProfiledPolicy.Read(profile: null, ReadingPurpose.Fitting)).Profile;

        Assert.Equal(new ProfileReference(ProfiledPolicy.Profile, null), profile);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"format":2}""")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{},"ids":[],"suite":"s"}""")]
    [InlineData("""{"format":1,"policy":"q","kind":"best-of-n","fitted":{"weights":{"c":1}},"ids":[],"suite":"s"}""")]
    public void Read_ProfileThatCannotBeUsedWhenFitting_IsLegalAndWeighsEqually(string profile)
    {
        var file = ProfiledPolicy.Read(profile, ReadingPurpose.Fitting);

        Assert.Empty(file.Problems);
        Assert.NotNull(Fittable(file).Fitter);
    }

    [Fact]
    public void Read_ProfileOfNewModelsWhenFitting_IsLegal() =>
        Assert.NotNull(Fittable(ProfiledPolicy.Read(ProfiledPolicy.Json("""{"weights":{"a":1}}"""), ReadingPurpose.Fitting)).Fitter);

    [Theory]
    [InlineData("{", "p.profile.json is no profile (")]
    [InlineData("", "p.profile.json is no profile (")]
    [InlineData("null", "p.profile.json is no profile (it is no JSON object); fit the policy again")]
    [InlineData("[]", "p.profile.json is no profile (it is no JSON object); fit the policy again")]
    [InlineData("3", "p.profile.json is no profile (it is no JSON object); fit the policy again")]
    [InlineData("""{"format":2}""", "p.profile.json has the format 2, and 1 is legal; fit the policy again")]
    [InlineData("""{"format":"1"}""", "p.profile.json is no profile (")]
    [InlineData("""{"format":1e99}""", "p.profile.json is no profile (")]
    [InlineData("""{"policy":"p"}""", "p.profile.json is no profile ('format' is missing); fit the policy again")]
    [InlineData("""{"format":1,"kind":"best-of-n","fitted":{},"ids":[],"suite":"s"}""", "p.profile.json is no profile ('policy' is missing); fit the policy again")]
    [InlineData("""{"format":1,"policy":"p","fitted":{},"ids":[],"suite":"s"}""", "p.profile.json is no profile ('kind' is missing); fit the policy again")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","ids":[],"suite":"s"}""", "p.profile.json is no profile ('fitted' is missing); fit the policy again")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{},"suite":"s"}""", "p.profile.json is no profile ('ids' is missing); fit the policy again")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{},"ids":[]}""", "p.profile.json is no profile ('suite' is missing); fit the policy again")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":[],"ids":[],"suite":"s"}""", "p.profile.json is no profile (")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{},"ids":[1],"suite":"s"}""", "p.profile.json is no profile (")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{},"ids":[null],"suite":"s"}""", "p.profile.json is no profile (an id is null); fit the policy again")]
    [InlineData("""{"format":1,"format":1}""", "p.profile.json is no profile (")]
    [InlineData("""{"format":1,"policy":"p","kind":"best-of-n","fitted":{"weights":{"a":1,"b":1,"a":2}},"ids":[],"suite":"s"}""", "p.profile.json is no profile (")]
    public void Read_NoProfile_IsRefusedWithTheReason(string profile, string reason) => Refused(profile, reason);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"weights":[2,1]}""")]
    [InlineData("""{"weights":{"a":"2","b":1}}""")]
    [InlineData("""{"weights":{"a":-1,"b":1}}""")]
    [InlineData("""{"weights":{"a":1001,"b":1}}""")]
    [InlineData("""{"weights":{"a":null,"b":1}}""")]
    [InlineData("""{"weights":{"a":[1],"b":1}}""")]
    public void Read_WeightsThatAreNone_AreRefused(string fitted) =>
        Refused(ProfiledPolicy.Json(fitted), "p.profile.json holds no weights; fit the policy again");

    [Fact]
    public void Read_ProfileOfAnotherPolicy_IsRefused() =>
        Refused(ProfiledPolicy.Json(policy: "q"), "p.profile.json was fitted for best-of-n q, not for best-of-n p; fit this policy");

    [Fact]
    public void Read_ProfileOfAnotherKind_IsRefused() =>
        Refused(ProfiledPolicy.Json(kind: "direct"), "p.profile.json was fitted for direct p, not for best-of-n p; fit this policy");

    [Fact]
    public void Read_MemberThatTheProfileDoesNotKnow_IsRefused() =>
        Refused(ProfiledPolicy.Json("""{"weights":{"a":2}}"""), "p.profile.json knows nothing of b: the policy has changed since; fit it again");

    [Theory]
    [InlineData("../x.profile.json")]
    [InlineData("/etc/x.profile.json")]
    [InlineData("sub/x.profile.json")]
    [InlineData("..\\x.profile.json")]
    [InlineData(".profile.json")]
    [InlineData("x.json")]
    [InlineData("[p.profile.json]")]
    public void Read_WhatIsNoNameOfAProfile_IsRefused(string name)
    {
        var file = ProfiledPolicy.Read($"name: p\nkind: best-of-n\nmodel: m\nselect: {{by: majority, profile: {name}}}", ProfiledPolicy.Json());

        Assert.EndsWith("is not legal; give the name of a file beside this one that ends in .profile.json", Assert.Single(file.Problems).Message, StringComparison.Ordinal);
        Assert.Null(file.Profile);
    }

    [Fact]
    public void Read_WeightsAndProfile_ExcludeEachOther()
    {
        var file = ProfiledPolicy.Read("name: p\nkind: best-of-n\nmodels: [a, b]\nselect: {by: majority, weights: {a: 2}, profile: p.profile.json}", ProfiledPolicy.Json());

        Assert.Equal("policies/p.yaml:4:50: select.profile: weights and profile exclude each other; give one of them", Assert.Single(file.Problems).ToString());
    }

    [Fact]
    public void Hash_ProfileChanged_IsAnother()
    {
        var hash = ProfiledPolicy.Read(ProfiledPolicy.Json()).Definition!.Hash;

        Assert.Matches("^[0-9a-f]{16}$", hash);
        Assert.Equal(hash, ProfiledPolicy.Read(ProfiledPolicy.Json()).Definition!.Hash);
        Assert.NotEqual(hash, ProfiledPolicy.Read(ProfiledPolicy.Json() + "\n").Definition!.Hash);
    }

    [Fact]
    public void Hash_ProfileThatThePolicyDoesNotName_IsNoPartOfIt()
    {
        const string plain = "name: p\nkind: direct\nmodel: m";

        Assert.Equal(ProfiledPolicy.Read(plain, profile: null).Definition!.Hash, ProfiledPolicy.Read(plain, ProfiledPolicy.Json()).Definition!.Hash);
    }

    private static IFittablePolicy Fittable(PolicyFile file) => Assert.IsType<IFittablePolicy>(file.Definition?.Policy, exactMatch: false);

    private static void Refused(string profile, string reason)
    {
        var file = ProfiledPolicy.Read(profile);

        Assert.StartsWith(Place + reason, Assert.Single(file.Problems).ToString(), StringComparison.Ordinal);
        Assert.Null(file.Definition);
    }
}
