using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Routing;

/// <summary>A profile is a file that people edit: what does not fit its policy is refused with the reason.</summary>
public sealed class AvengersProfileTests
{
    private const string Yaml = "models: [a, b]";

    [Fact]
    public void Read_Profile_IsWhatWasWritten()
    {
        var before = Learned.Of("a", "b");

        var after = RoutingProfileReader.Read(JsonNode.Parse(before.ToJson().ToJsonString())!.AsObject(), out var reason);

        Assert.Equal("", reason);
        Assert.Equal(before.ToJson().ToJsonString(), after!.ToJson().ToJsonString());
        Assert.Equal(before.Lexical!.Embed("sort the sum"), after.Lexical!.Embed("sort the sum"));
    }

    [Fact]
    public void Load_ProfileThatFits_Serves() => Assert.Empty(Learned.Read(Yaml, Learned.File("a", "b", "c")).Problems);

    [Fact]
    public void Load_NoProfile_SaysHowToMakeIt() =>
        Assert.EndsWith("there is no p.profile.json beside this file; make it with the evaluation's fit", Assert.Single(Learned.Read(Yaml, null).Problems).ToString(), StringComparison.Ordinal);

    [Theory]
    [InlineData("models: [a, x]", "it knows no answer of x")]
    [InlineData("models: [a, b]\nembedder: e", "it was learned with the embedder lexical, not with e")]
    [InlineData("models: [a, b]\nclusters: 32", "it was learned with 64 clusters, not with 32")]
    public void Load_PolicyThatHasChanged_IsRefused(string yaml, string reason) => Refused(yaml, Learned.Of("a", "b").ToJson(), reason);

    [Fact]
    public void Load_ModelThatNeverAnswered_IsRefused()
    {
        var profile = Learned.Of("a", "b");
        profile = profile with { Groups = [.. profile.Groups.Select(static group => group with { Tallies = [group.Tallies[0], default] })] };

        Refused(Yaml, profile.ToJson(), "it knows no answer of b");
    }

    [Theory]
    [InlineData("version", "2", "fitted.version is 2, and 1 is legal")]
    [InlineData("version", null, "fitted.version is missing")]
    [InlineData("version", "\"1\"", "fitted.version is no whole number of at least 0")]
    [InlineData("embedder", null, "fitted.embedder is missing")]
    [InlineData("dimensions", "0", "fitted.dimensions is no whole number of at least 1")]
    [InlineData("dimensions", "31", "fitted.groups[0].centre has 32 numbers, and 31 are legal")]
    [InlineData("dimensions", "100000", "fitted.dimensions is 100000; at most 65536 are legal")]
    [InlineData("clusters", "0", "fitted.clusters is no whole number of at least 1")]
    [InlineData("clusters", "1", "fitted.groups has 2 groups, and fitted.clusters is 1")]
    [InlineData("models", "[\"a\",\"A\"]", "fitted.models names a model twice")]
    [InlineData("models", "[\"a\",null]", "fitted.models holds a null")]
    [InlineData("models", "[\"a\"]", "fitted.groups[0].count has 2 numbers, and 1 are legal")]
    [InlineData("groups", "[3]", "fitted.groups[0] is no object")]
    [InlineData("lexical", "3", "fitted.lexical is no object")]
    public void Load_BrokenField_IsRefusedByItsPlace(string key, string? value, string reason)
    {
        var fitted = Learned.Of("a", "b").ToJson();
        if (value is null) fitted.Remove(key);
        else fitted[key] = JsonNode.Parse(value);

        Refused(Yaml, fitted, reason);
    }

    [Theory]
    [InlineData("count", "[-1,10]", "fitted.groups[1].count is no whole number of at least 0")]
    [InlineData("count", "[1.5,10]", "fitted.groups[1].count is no whole number of at least 0")]
    [InlineData("correct", "[1,11]", "fitted.groups[1] has 11 right answers of 10")]
    [InlineData("cost_usd", "[0,-0.1]", "fitted.groups[1].cost_usd holds a negative number")]
    [InlineData("cost_usd", "[0,null]", "fitted.groups[1].cost_usd holds something that is no number")]
    [InlineData("cost_usd", "[0,1e999]", "fitted.groups[1].cost_usd holds something that is no number")]
    [InlineData("centre", "7", "fitted.groups[1].centre is no array")]
    [InlineData("items", "-3", "fitted.groups[1].items is no whole number of at least 0")]
    public void Load_BrokenGroup_IsRefusedByItsPlace(string key, string value, string reason)
    {
        var fitted = Learned.Of("a", "b").ToJson();
        fitted["groups"]![1]![key] = JsonNode.Parse(value);

        Refused(Yaml, fitted, reason);
    }

    [Fact]
    public void Load_WordsThatWeighLessThanNothing_AreRefused()
    {
        var fitted = Learned.Of("a", "b").ToJson();
        fitted["lexical"]!["idf"]![3] = -0.5;

        Refused(Yaml, fitted, "fitted.lexical.idf holds a negative number");
    }

    [Theory]
    [InlineData("models: [a, b]\ntop_clusters: 65", "4:15: top_clusters: 65 is more than clusters, 64; give 1 to 64")]
    [InlineData("models: [a, b]\nuse: { top: 3, by: vote }", "4:13: use.top: 3 is more than there are models, 2; give 1 to 2")]
    [InlineData("models: [a, b]\nuse: { top: 2, by: vote, samples: 600 }", "4:35: use.samples: 1200 samples in all are not legal; give 1 to 1024")]
    [InlineData("models: [a, b]\nuse: { top: 2 }", "4:13: use.top: 2 is not legal with by: single, which asks one model; give 1, or by: vote")]
    [InlineData("models: [a, b]\nuse: { samples: 2 }", "4:17: use.samples: 2 is not legal with by: single, which draws one sample; give 1, or by: vote")]
    [InlineData("models: [a, b]\nuse: { by: votes }", "4:12: use.by: 'votes' is not legal; did you mean 'vote'?; give single, vote, model-switch")]
    [InlineData("models: [a, b]\nuse: { top: 2, by: model-switch }", "4:6: use.samples: model-switch goes by whether a model's samples agree; give 2 or more")]
    [InlineData("models: [a, b]\nalpha: 1.5", "4:8: alpha: '1.5' is not legal; give a number from 0 to 1")]
    [InlineData("models: [a, b]\nembedder: [a]", "4:11: embedder: a list is not legal; give lexical, or a model's or a policy's name: letters, digits, '.', '_' and '-', beginning with a letter or digit")]
    public void Load_OptionsThatContradict_AreRefused(string yaml, string problem) =>
        Assert.Equal($"policies/p.yaml:{problem}", Assert.Single(Learned.Read(yaml, Learned.File("a", "b")).Problems).ToString());

    [Fact]
    public void Load_WhatIsAboutToBeFittedAnew_MayBeStale() => Assert.Empty(Learned.Read("models: [x]\nclusters: 7", Learned.File("a", "b"), ReadingPurpose.Fitting).Problems);

    private static void Refused(string yaml, JsonObject fitted, string reason) =>
        Assert.Equal(
            $"p.profile.json cannot be used: {reason}; fit the policy again",
            Assert.Single(Learned.Read(yaml, Learned.File(fitted)).Problems).Message);
}
