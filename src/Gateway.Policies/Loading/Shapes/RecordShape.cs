using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A mapping that becomes a record.</summary>
internal sealed class RecordShape(Type type, IReadOnlyList<Field> fields) : Shape
{
    private readonly ExactlyOneAttribute? _alternatives = (ExactlyOneAttribute?)Attribute.GetCustomAttribute(type, typeof(ExactlyOneAttribute));

    public Type Type => type;

    /// <summary>The key whose file is named after the policy where YAML names none; null for none.</summary>
    public string? OwnProfileKey { get; } = fields.FirstOrDefault(static field => field.Property?.IsDefined(typeof(OwnProfileAttribute), inherit: true) == true)?.Key;

    public override string Legal => $"a mapping of {string.Join(", ", fields.Select(static known => known.Key))}";

    public override JsonObject ToJsonSchema()
    {
        var prototype = Activator.CreateInstance(type)!;
        var properties = new JsonObject();
        foreach (var field in fields)
        {
            var schema = field.Shape.ToJsonSchema();
            schema["description"] = field.Description;
            if (field.Property?.GetValue(prototype) is { } value && field.Shape.Show(value) is { } shown) schema["default"] = shown;
            properties[field.Key] = schema;
        }

        var result = new JsonObject { ["type"] = "object", ["properties"] = properties, ["additionalProperties"] = false };
        var required = new JsonArray([.. fields.Where(static known => known.Required).Select(static field => (JsonNode)field.Key)]);
        if (required.Count > 0) result["required"] = required;
        if (_alternatives is not null)
            result["oneOf"] = new JsonArray([.. _alternatives.Keys.Select(static key => (JsonNode)new JsonObject { ["required"] = new JsonArray(key) })]);
        return result;
    }

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlMapping mapping) return Refuse(value, key, reading);
        var record = Activator.CreateInstance(type)!;
        var complete = true;
        foreach (var entry in mapping.Entries)
        {
            var path = key.Length > 0 ? $"{key}.{entry.Key.Text}" : entry.Key.Text;
            var field = fields.FirstOrDefault(known => known.Key == entry.Key.Text);
            if (field is null)
            {
                var legal = fields.Select(static known => known.Key).ToArray();
                reading.Report(entry.Key.At, path, $"unknown key{Nearest.Hint(entry.Key.Text, legal)}; legal are {string.Join(", ", legal)}");
            }
            else if (field.Shape.Read(entry.Value, path, reading) is { } content)
            {
                field.Property?.SetValue(record, content);
            }
            else
            {
                complete = false;
            }
        }

        foreach (var field in fields.Where(known => known.Required && mapping.Find(known.Key) is null))
        {
            reading.Report(mapping.At, key, $"'{field.Key}' is missing; give {field.Shape.Legal}");
            complete = false;
        }

        complete &= HasExactlyOne(mapping, key, reading);
        if (complete && record is ICheckedOptions rules)
        {
            foreach (var (wrong, message) in rules.Check(reading.Purpose))
            {
                var path = key.Length > 0 ? $"{key}.{wrong}" : wrong;
                reading.Report(reading.PlaceOf(path), path, message);
                complete = false;
            }
        }

        return complete ? record : null;
    }

    private bool HasExactlyOne(YamlMapping mapping, string key, Reading reading)
    {
        if (_alternatives is null) return true;
        var given = _alternatives.Keys.Where(alternative => mapping.Find(alternative) is not null).ToArray();
        if (given.Length == 1) return true;
        var wanted = string.Join(" or ", _alternatives.Keys);
        if (given.Length == 0) reading.Report(mapping.At, key, $"{wanted} is missing; give exactly one of them");
        else reading.Report(reading.PlaceOf(key.Length > 0 ? $"{key}.{given[1]}" : given[1]), key, $"{string.Join(" and ", given)} exclude each other; give exactly one of {wanted}");
        return false;
    }
}
