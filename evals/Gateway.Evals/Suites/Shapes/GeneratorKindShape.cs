using System.Text.Json.Nodes;
using Gateway.Evals.Suites.Generators;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>A generator's name.</summary>
internal sealed class GeneratorKindShape : Shape
{
    private static IEnumerable<string> Kinds => ItemGenerators.All.Select(static generator => generator.Kind);

    public override string Legal => string.Join(", ", Kinds);

    public override JsonObject ToJsonSchema() => new() { ["enum"] = new JsonArray([.. Kinds.Select(static kind => (JsonNode)kind)]) };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar word) return Refuse(value, key, reading);
        if (Kinds.Contains(word.Text)) return word.Text;
        reading.Report(value.At, key, $"{word.Shown} is not legal{Nearest.Hint(word.Text, Kinds)}; give {Legal}");
        return null;
    }
}
