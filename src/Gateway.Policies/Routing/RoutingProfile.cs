using System.Globalization;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>
/// What an Avengers policy has learned: groups of like tasks, and how each model did in each. Raw counts, so that everything that is made of
/// them can be changed in YAML without learning again.
/// </summary>
/// <param name="Embedder">Who makes the vectors: <see cref="LexicalWord"/>, or a model's name.</param>
/// <param name="Dimensions">The vectors' length.</param>
/// <param name="Lexical">Makes the vectors; null where a model does.</param>
/// <param name="Clusters">How many groups were asked for; of few tasks there are fewer.</param>
/// <param name="Models">The models that were tried.</param>
/// <param name="Groups">The groups; a group's number is its place.</param>
internal sealed record RoutingProfile(
    string Embedder, int Dimensions, LexicalEmbedder? Lexical, int Clusters, IReadOnlyList<string> Models, IReadOnlyList<TaskGroup> Groups)
{
    /// <summary>Stands for the embedder that needs no model.</summary>
    public const string LexicalWord = "lexical";

    /// <summary>Raised when an older profile cannot be understood any more.</summary>
    public const int Version = 1;

    // Enough to tell groups apart, few enough to be read.
    private const int Digits = 5;

    /// <summary>As <paramref name="value"/> will be written.</summary>
    public static double Rounded(double value) => double.Parse(value.ToString($"G{Digits}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>As a profile holds it.</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject { ["version"] = Version, ["embedder"] = Embedder, ["dimensions"] = Dimensions };
        if (Lexical is not null) json["lexical"] = new JsonObject { ["version"] = LexicalEmbedder.Version, ["seed"] = Lexical.Seed, ["idf"] = Numbers(Lexical.Idf) };
        json["clusters"] = Clusters;
        json["models"] = new JsonArray([.. Models.Select(static model => (JsonNode)model)]);
        json["groups"] = new JsonArray([.. Groups.Select(group => (JsonNode)new JsonObject
        {
            ["items"] = group.Items,
            ["count"] = Numbers(Models.Select((_, i) => group.Tallies[i].Count)),
            ["correct"] = Numbers(Models.Select((_, i) => group.Tallies[i].Correct)),
            ["cost_usd"] = Numbers(Models.Select((_, i) => group.Tallies[i].MeanCost)),
            ["centre"] = Numbers(group.Centre),
        })]);
        return json;
    }

    private static JsonArray Numbers<T>(IEnumerable<T> numbers) => new([.. numbers.Select(static number => (JsonNode)JsonValue.Create(number)!)]);
}

/// <summary>Tasks that are alike.</summary>
/// <param name="Centre">The mean of their vectors.</param>
/// <param name="Items">How many there are.</param>
/// <param name="Tallies">How each model did, in the order of <see cref="RoutingProfile.Models"/>.</param>
internal sealed record TaskGroup(IReadOnlyList<double> Centre, int Items, IReadOnlyList<ModelTally> Tallies);

/// <summary>How a model did.</summary>
/// <param name="Count">Its answers.</param>
/// <param name="Correct">Those that were right.</param>
/// <param name="MeanCost">Of an answer, in US dollars.</param>
internal readonly record struct ModelTally(int Count, int Correct, double MeanCost)
{
    /// <summary>Of both together.</summary>
    public static ModelTally operator +(ModelTally left, ModelTally right)
    {
        var count = left.Count + right.Count;
        return new ModelTally(count, left.Correct + right.Correct, count == 0 ? 0 : (left.Count * left.MeanCost + right.Count * right.MeanCost) / count);
    }
}
