using Gateway.Policies;

namespace Gateway.Tests.Policies.Loading;

/// <summary>A profile is part of its policy when the folder changes.</summary>
public sealed class ProfiledFolderTests : IDisposable
{
    private static readonly ModelCard[] Models = [new("a", ModelBackend.Local, 4096, Price.Free), new("b", ModelBackend.Local, 4096, Price.Free)];
    private readonly string _folder = Directory.CreateTempSubdirectory("policies").FullName;
    private readonly PolicyFolder _policies;

    public ProfiledFolderTests()
    {
        _policies = new PolicyFolder(_folder);
        Write("p.yaml", ProfiledPolicy.Yaml());
    }

    [Fact]
    public void Refresh_NothingChanged_GivesTheSameSet()
    {
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = _policies.Refresh(Models);

        Assert.Single(before.Policies);
        Assert.Same(before, _policies.Refresh(Models));
    }

    [Fact]
    public void Refresh_MissingProfile_GivesTheSameSetUntilItIsThere()
    {
        var before = _policies.Refresh(Models);

        Assert.Empty(before.Policies);
        Assert.Same(before, _policies.Refresh(Models));
    }

    [Fact]
    public void Refresh_NewProfile_PutsThePolicyInForce()
    {
        _policies.Refresh(Models);
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var set = _policies.Refresh(Models);

        Assert.Equal("p", Assert.Single(set.Policies).Options.Name);
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Refresh_ChangedProfile_IsANewVersion()
    {
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = Assert.Single(_policies.Refresh(Models).Policies);
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json("""{"weights":{"a":2,"b":33}}"""));
        var after = Assert.Single(_policies.Refresh(Models).Policies);

        Assert.NotEqual(before.Hash, after.Hash);
        Assert.Equal(33, WeightOf(after, "b"));
    }

    [Fact]
    public void Refresh_ProfileBecameBroken_KeepsTheLastGoodVersionAndReports()
    {
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = Assert.Single(_policies.Refresh(Models).Policies);
        Write(ProfiledPolicy.Profile, "{");
        var set = _policies.Refresh(Models);

        Assert.Same(before, Assert.Single(set.Policies));
        Assert.StartsWith("p.profile.json is no profile", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_RemovedProfile_KeepsTheLastGoodVersionAndReports()
    {
        var path = Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = Assert.Single(_policies.Refresh(Models).Policies);
        File.Delete(path);
        var set = _policies.Refresh(Models);

        Assert.Same(before, Assert.Single(set.Policies));
        Assert.StartsWith("there is no p.profile.json beside this file", Assert.Single(set.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refresh_ProfileRepaired_IsInForceWithoutProblems()
    {
        Write(ProfiledPolicy.Profile, "{");
        _policies.Refresh(Models);
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var set = _policies.Refresh(Models);

        Assert.Equal(2, WeightOf(Assert.Single(set.Policies), "a"));
        Assert.Empty(set.Problems);
    }

    [Fact]
    public void Refresh_TwoPolicies_OnlyTheOneThatNamesTheProfileChanges()
    {
        Write("q.yaml", ProfiledPolicy.Yaml("q"));
        Write("q.profile.json", ProfiledPolicy.Json(policy: "q"));
        Write("r.yaml", "name: r\nkind: direct\nmodel: a\n");
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = _policies.Refresh(Models).Policies;
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json("""{"weights":{"a":1,"b":4.5}}"""));
        var after = _policies.Refresh(Models).Policies;

        Assert.Equal(["p", "q", "r"], after.Select(static policy => policy.Options.Name));
        Assert.NotSame(before[0], after[0]);
        Assert.Same(before[1], after[1]);
        Assert.Same(before[2], after[2]);
    }

    [Fact]
    public void Refresh_ProfileThatNobodyNames_ChangesNothing()
    {
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());
        var before = _policies.Refresh(Models);
        Write("other.profile.json", "{");

        Assert.Same(before, _policies.Refresh(Models));
    }

    [Fact]
    public void Refresh_ProfilesLinkTurnedToAnotherFile_IsSeen()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "..v1"));
        Directory.CreateDirectory(Path.Combine(_folder, "..v2"));
        var first = Write("..v1/p.profile.json", ProfiledPolicy.Json("""{"weights":{"a":1,"b":3}}"""));
        var second = Write("..v2/p.profile.json", ProfiledPolicy.Json("""{"weights":{"a":1,"b":4}}"""));
        File.SetLastWriteTimeUtc(second, File.GetLastWriteTimeUtc(first));
        var link = Path.Combine(_folder, ProfiledPolicy.Profile);
        File.CreateSymbolicLink(link, first);
        _policies.Refresh(Models);
        File.Delete(link);
        File.CreateSymbolicLink(link, second);

        Assert.Equal(4, WeightOf(Assert.Single(_policies.Refresh(Models).Policies), "b"));
    }

    [Fact]
    public void Refresh_SingleFile_FindsTheProfileBesideIt()
    {
        Write(ProfiledPolicy.Profile, ProfiledPolicy.Json());

        Assert.Single(new PolicyFolder([Path.Combine(_folder, "p.yaml")]).Refresh(Models).Policies);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static decimal WeightOf(PolicyDefinition policy, string model) => ((MajoritySelection)((BestOfNOptions)policy.Options).Select).InForce.Of(model);

    private string Write(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
