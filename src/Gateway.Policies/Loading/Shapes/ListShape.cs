using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A list of at least one mapping.</summary>
internal sealed class ListShape(Type type, RecordShape item) : Shape
{
    public override string Legal => $"a list of at least one of {item.Legal}";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "array", ["items"] = item.ToJsonSchema(), ["minItems"] = 1 };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlSequence { Items.Count: > 0 } list) return Refuse(value, key, reading);
        var items = Array.CreateInstance(type, list.Items.Count);
        var complete = true;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var read = item.Read(list.Items[i], $"{key}[{i}]", reading);
            items.SetValue(read, i);
            complete &= read is not null;
        }

        return complete ? items : null;
    }
}
