using System.Text.Json.Nodes;
using Gateway.Evals.Grading;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>A grader's name, or one for each category.</summary>
internal sealed class GraderShape : Shape
{
    public override string Legal => $"{string.Join(", ", Graders.All.Keys)}, or {{category: one of them}}";

    public override JsonObject ToJsonSchema() => new()
    {
        ["oneOf"] = new JsonArray(Names(), new JsonObject { ["type"] = "object", ["additionalProperties"] = Names(), ["minProperties"] = 1 }),
    };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is YamlScalar word) return Named(word, key, reading) is { } grader ? new GraderChoice(grader, word.Text) : null;
        if (value is not YamlMapping { Entries.Count: > 0 } mapping) return Refuse(value, key, reading);
        var graders = new SortedDictionary<string, IGrader>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (entry.Value is YamlScalar scalar && Named(scalar, $"{key}.{entry.Key.Text}", reading) is { } grader) graders[entry.Key.Text] = grader;
            else if (entry.Value is not YamlScalar) Refuse(entry.Value, $"{key}.{entry.Key.Text}", reading);
        }

        return graders.Count == mapping.Entries.Count ? new GraderChoice(graders, string.Join(", ", mapping.Entries.Select(static entry => $"{entry.Key.Text}: {((YamlScalar)entry.Value).Text}"))) : null;
    }

    private IGrader? Named(YamlScalar word, string key, Reading reading)
    {
        if (Graders.All.TryGetValue(word.Text, out var grader)) return grader;
        reading.Report(word.At, key, $"{word.Shown} is not legal{Nearest.Hint(word.Text, Graders.All.Keys)}; give {Legal}");
        return null;
    }

    private static JsonObject Names() => new() { ["enum"] = new JsonArray([.. Graders.All.Keys.Select(static name => (JsonNode)name)]) };
}
