using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Reads a <see cref="RoutingProfile"/>, and trusts nothing in it: it is a file that people edit.</summary>
internal static class RoutingProfileReader
{
    private const int MostDimensions = 65_536;

    /// <param name="fitted">What a profile holds.</param>
    /// <param name="reason">What is wrong, and where.</param>
    /// <returns>Null where something is wrong.</returns>
    public static RoutingProfile? Read(JsonObject fitted, out string reason)
    {
        reason = "";
        try
        {
            return Read(fitted);
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException)
        {
            reason = exception.Message;
            return null;
        }
    }

    private static RoutingProfile Read(JsonObject fitted)
    {
        var version = Whole(fitted, "version", 0);
        if (version != RoutingProfile.Version) throw new FormatException($"fitted.version is {version}, and {RoutingProfile.Version} is legal");
        var embedder = Value(fitted, "embedder", "fitted").GetValue<string>();
        var dimensions = Whole(fitted, "dimensions", 1);
        if (dimensions > MostDimensions) throw new FormatException($"fitted.dimensions is {dimensions}; at most {MostDimensions} are legal");
        var lexical = embedder == RoutingProfile.LexicalWord ? ReadLexical(Typed<JsonObject>(fitted, "lexical", "fitted"), dimensions) : null;
        var models = Value(fitted, "models", "fitted").AsArray().Select(static name => name?.GetValue<string>() ?? throw new FormatException("fitted.models holds a null")).ToArray();
        if (models.Distinct(StringComparer.OrdinalIgnoreCase).Count() != models.Length) throw new FormatException("fitted.models names a model twice");
        var groups = Value(fitted, "groups", "fitted").AsArray().Select((group, i) =>
            ReadGroup(group as JsonObject ?? throw new FormatException($"fitted.groups[{i}] is no object"), $"fitted.groups[{i}]", dimensions, models.Length)).ToArray();
        var clusters = Whole(fitted, "clusters", 1);
        if (groups.Length > clusters) throw new FormatException($"fitted.groups has {groups.Length} groups, and fitted.clusters is {clusters}");
        return new RoutingProfile(embedder, dimensions, lexical, clusters, models, groups);
    }

    private static LexicalEmbedder ReadLexical(JsonObject lexical, int dimensions)
    {
        var version = Whole(lexical, "version", 0, "fitted.lexical");
        if (version != LexicalEmbedder.Version) throw new FormatException($"fitted.lexical.version is {version}, and {LexicalEmbedder.Version} is legal");
        var idf = Numbers(lexical, "idf", "fitted.lexical", LexicalFeatures.Buckets);
        if (idf.Any(static weight => weight < 0)) throw new FormatException("fitted.lexical.idf holds a negative number");
        return new LexicalEmbedder(Whole(lexical, "seed", 0, "fitted.lexical"), dimensions, idf);
    }

    private static TaskGroup ReadGroup(JsonObject group, string place, int dimensions, int models)
    {
        var counts = Wholes(group, "count", place, models);
        var correct = Wholes(group, "correct", place, models);
        var costs = Numbers(group, "cost_usd", place, models);
        for (var i = 0; i < models; i++)
        {
            if (correct[i] > counts[i]) throw new FormatException($"{place} has {correct[i]} right answers of {counts[i]}");
            if (costs[i] < 0) throw new FormatException($"{place}.cost_usd holds a negative number");
        }

        return new TaskGroup(Numbers(group, "centre", place, dimensions), Whole(group, "items", 0, place), [.. counts.Select((count, i) => new ModelTally(count, correct[i], costs[i]))]);
    }

    private static JsonNode Value(JsonObject json, string key, string place) => json[key] ?? throw new FormatException($"{place}.{key} is missing");

    private static T Typed<T>(JsonObject json, string key, string place) where T : JsonNode =>
        Value(json, key, place) as T ?? throw new FormatException($"{place}.{key} is no {(typeof(T) == typeof(JsonArray) ? "array" : "object")}");

    private static int Whole(JsonObject json, string key, int least, string place = "fitted") => Whole(Value(json, key, place), $"{place}.{key}", least);

    private static int Whole(JsonNode? node, string place, int least) =>
        node is JsonValue value && value.TryGetValue<int>(out var number) && number >= least ? number : throw new FormatException($"{place} is no whole number of at least {least}");

    private static int[] Wholes(JsonObject json, string key, string place, int length) =>
        [.. OfLength(json, key, place, length).Select(node => Whole(node, $"{place}.{key}", 0))];

    private static double[] Numbers(JsonObject json, string key, string place, int length) =>
        [.. OfLength(json, key, place, length).Select(node => node is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number)
            ? number
            : throw new FormatException($"{place}.{key} holds something that is no number"))];

    private static JsonArray OfLength(JsonObject json, string key, string place, int length)
    {
        var array = Typed<JsonArray>(json, key, place);
        return array.Count == length ? array : throw new FormatException($"{place}.{key} has {array.Count} numbers, and {length} are legal");
    }
}
