using System.Text;
using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Tests.Policies.Routing;

/// <summary>What an Avengers policy could have learned.</summary>
internal static class Learned
{
    /// <summary>Two groups: tasks of sums, in which the first model is good, and tasks of words, in which the last one is.</summary>
    public static RoutingProfile Of(params string[] models)
    {
        var lexical = LexicalEmbedder.Fit(Texts, seed: 1, dimensions: 32);
        return new RoutingProfile(RoutingProfile.LexicalWord, 32, lexical, 64, models,
        [
            new TaskGroup(Mean(lexical, "sum"), 3, [.. models.Select((_, i) => i == 0 ? new ModelTally(10, 9, 0.002) : new ModelTally(10, 2, 0.001))]),
            new TaskGroup(Mean(lexical, "sort"), 3, [.. models.Select((_, i) => i == models.Length - 1 ? new ModelTally(10, 8, 0.001) : new ModelTally(10, 1, 0.002))]),
        ]);
    }

    /// <summary>Tasks that the groups were made of.</summary>
    public static string[] Texts => ["the sum of 1 and 2", "add 3 to the sum 4", "what is the sum of 5 and 6", "sort the letters of house", "sort these letters: river", "letters of garden, please sort"];

    /// <summary>A whole profile of the policy p.</summary>
    public static byte[] File(params string[] models) => File(Of(models));

    public static byte[] File(RoutingProfile profile) => File(profile.ToJson());

    public static byte[] File(JsonObject fitted) => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["format"] = FittedProfile.Format,
        ["policy"] = "p",
        ["kind"] = "avengers",
        ["fitted"] = fitted.DeepClone(),
        ["ids"] = new JsonArray(),
        ["suite"] = "s",
    }.ToJsonString());

    /// <summary>Reads a policy whose profile this is.</summary>
    public static PolicyFile Read(string yaml, byte[]? profile, ReadingPurpose purpose = ReadingPurpose.Serving) => PolicyFile.Read(
        "policies/p.yaml", Encoding.UTF8.GetBytes($"name: p\nkind: avengers\n{yaml}"), purpose, profile is null ? null : new Dictionary<string, byte[]> { ["p.profile.json"] = profile });

    public static PolicyDefinition Policy(string yaml, RoutingProfile profile)
    {
        var file = Read(yaml, File(profile));
        Assert.Empty(file.Problems);
        return file.Definition!;
    }

    public static AvengersOptions Options(params string[] models) => new() { Name = "p", Models = models };

    private static double[] Mean(LexicalEmbedder lexical, string word)
    {
        var vectors = Texts.Where(text => text.Contains(word, StringComparison.Ordinal)).Select(text => lexical.Embed(text)!).ToArray();
        return [.. Enumerable.Range(0, lexical.Dimensions).Select(i => vectors.Average(vector => vector[i]))];
    }
}
