using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A list of models' names, each once.</summary>
internal sealed class ModelNamesShape : Shape
{
    private readonly NameShape _name = new(namesModel: true);

    public override string Legal => "a list of at least one model's or policy's name, each once";

    public override JsonObject ToJsonSchema() => new()
    {
        ["type"] = "array",
        ["items"] = _name.ToJsonSchema(),
        ["minItems"] = 1,
        ["uniqueItems"] = true,
    };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlSequence { Items.Count: > 0 } list) return Refuse(value, key, reading);
        var names = new List<string>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            var path = $"{key}[{i}]";
            if (_name.Read(list.Items[i], path, reading) is not string name) continue;
            if (names.Contains(name, StringComparer.OrdinalIgnoreCase)) reading.Report(list.Items[i].At, path, $"'{name}' is named twice; for several samples of it use n: {{ {name}: 2 }}");
            names.Add(name);
        }

        return names.Count == list.Items.Count ? names : null;
    }
}
