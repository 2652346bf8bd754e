using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>The files of each split: one, or a list.</summary>
internal sealed class FilesShape : Shape
{
    public override string Legal => "files by split, such as {fit: data/dev.tsv, test: [data/a.tsv, data/b.tsv]}";

    public override JsonObject ToJsonSchema()
    {
        var text = new JsonObject { ["type"] = "string" };
        var list = new JsonObject { ["type"] = "array", ["items"] = text.DeepClone(), ["minItems"] = 1 };
        return new JsonObject { ["type"] = "object", ["additionalProperties"] = new JsonObject { ["oneOf"] = new JsonArray(text, list) } };
    }

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlMapping { Entries.Count: > 0 } mapping) return Refuse(value, key, reading);
        var files = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (PathsOf(entry.Value) is not { Length: > 0 } paths) return Refuse(value, key, reading);
            files[entry.Key.Text] = paths;
        }

        return files;
    }

    private static string[]? PathsOf(YamlValue value)
    {
        IReadOnlyList<YamlValue> items = value is YamlSequence list ? list.Items : [value];
        return items.All(static item => item is YamlScalar { IsEmpty: false }) ? [.. items.Select(static item => ((YamlScalar)item).Text)] : null;
    }
}
