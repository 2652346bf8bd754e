using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Gateway.Evals.Fitting;
using Gateway.Evals.Statistics;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Tests.Evals.Fitting;

public sealed class ProfileWriterTests : IDisposable
{
    private static readonly SuiteItem[] Seen = FitSuite.Items(37);
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("profiles").FullName, "p.profile.json");

    [Fact]
    public void Write_Profile_IsReadBackByThePolicy()
    {
        ProfileWriter.Write(_path, Describe());

        var profile = FittedProfile.Read("p.profile.json", File.ReadAllBytes(_path), out var reason);

        Assert.Equal("", reason);
        Assert.Equal(("p.profile.json", "p", "best-of-n", "s"), (profile!.File, profile.Policy, profile.Kind, profile.Suite));
        Assert.Equal("""{"weights":{"m":3}}""", profile.Fitted.ToJsonString());
        Assert.Equal(Seen.Select(static item => FittedProfile.Digest(item.Id)).ToHashSet(), profile.SeenIds.ToHashSet());
    }

    [Fact]
    public void Write_Profile_IsThatOfAPolicyThatServes()
    {
        ProfileWriter.Write(_path, Describe());

        var file = PolicyFile.Read(
            "p.yaml", "name: p\nkind: best-of-n\nmodel: m\nselect: {by: majority, profile: p.profile.json}"u8, ReadingPurpose.Serving, new Dictionary<string, byte[]> { ["p.profile.json"] = File.ReadAllBytes(_path) });

        Assert.Empty(file.Problems);
    }

    [Fact]
    public void Write_Ids_AreEightHexDigitsInOrderWithTheirJointHash()
    {
        ProfileWriter.Write(_path, Describe());
        var json = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();

        string[] ids = [.. json["ids"]!.AsArray().Select(static id => id!.GetValue<string>())];
        Assert.Equal((37, 37), (ids.Length, json["items"]!.GetValue<int>()));
        Assert.All(ids, static id => Assert.Matches("^[0-9a-f]{8}$", id));
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        Assert.Contains(Convert.ToHexStringLower(SHA256.HashData("q5"u8))[..8], ids);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', ids)))), json["ids_hash"]!.GetValue<string>());
    }

    [Fact]
    public void Write_Provenance_IsAllThere()
    {
        ProfileWriter.Write(_path, Describe());
        var json = JsonNode.Parse(File.ReadAllText(_path))!.AsObject();

        Assert.Equal(
            ("s", 3, "aaaa", "dddd", "fit", 7L, "fit --policy 'p.yaml'"),
            (json["suite"]!.GetValue<string>(), json["suite_version"]!.GetValue<int>(), json["suite_hash"]!.GetValue<string>(), json["data_hash"]!.GetValue<string>(),
                json["split"]!.GetValue<string>(), json["seed"]!.GetValue<long>(), json["command"]!.GetValue<string>()));
        Assert.Equal("""{"accuracy":0.8123,"ci95":[0.7,0.9],"without":0.75,"gain_ci95":[-0.01,0.13],"cost_usd_per_item":0,"cost_usd_per_item_without":0,"by":"10-fold cross-validation on the seen items"}""", json["expected"]!.ToJsonString());
    }

    [Fact]
    public void Write_Twice_GivesIdenticalBytes()
    {
        ProfileWriter.Write(_path, Describe());
        var before = File.ReadAllBytes(_path);
        ProfileWriter.Write(_path, Describe());

        Assert.Equal(before, File.ReadAllBytes(_path));
        Assert.Equal([_path], Directory.GetFiles(Path.GetDirectoryName(_path)!));
    }

    [Fact]
    public void Write_ListsOfNumbers_StandInOneLineAndTextsStayAsTheyAre()
    {
        var profile = Describe();
        profile["fitted"] = new JsonObject { ["centre"] = new JsonArray(-0.25, 1e-5, 3), ["empty"] = new JsonArray(), ["text"] = "[ 1,  2 ]", ["words"] = new JsonArray("a", "1") };

        ProfileWriter.Write(_path, profile);

        var text = File.ReadAllText(_path);
        Assert.Contains("\"centre\": [-0.25, 1E-05, 3],", text, StringComparison.Ordinal);
        Assert.Equal(profile["fitted"]!.ToJsonString(), JsonNode.Parse(text)!["fitted"]!.ToJsonString());
    }

    [Fact]
    public void Describe_ItemsInAnotherOrder_IsTheSame() =>
        Assert.Equal(Describe().ToJsonString(), Describe([.. Seen.Reverse()]).ToJsonString());

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private static JsonObject Describe(SuiteItem[]? seen = null)
    {
        var fitted = new JsonObject { ["weights"] = new JsonObject { ["m"] = 3 } };
        var result = new FitResult(fitted, 0.81234, 0.75, new Interval(0.7, 0.9), new PairedBootstrap(0.06, new Interval(-0.01, 0.13)));
        return ProfileWriter.Describe(FitSuite.Vote(), FitSuite.Suite, new SuiteItems(Seen, "dddd", 0), seen ?? Seen, "fit", 7, result, "fit --policy 'p.yaml'");
    }
}
