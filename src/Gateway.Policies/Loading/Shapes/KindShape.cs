using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>The kind that was already looked up: it chose the shape that this belongs to.</summary>
internal sealed class KindShape(string kind) : Shape
{
    public override string Legal => kind;

    public override JsonObject ToJsonSchema() => new() { ["const"] = kind };

    protected override object? ReadValue(YamlValue value, string key, Reading reading) => kind;
}
