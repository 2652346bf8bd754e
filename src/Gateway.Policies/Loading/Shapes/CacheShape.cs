using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Whether candidates are kept. The candidate bank is not part of this build, so only <c>off</c> is legal; saying otherwise must not pass unnoticed.</summary>
internal sealed class CacheShape : Shape
{
    public override string Legal => "off, as this build has no candidate bank";

    public override JsonObject ToJsonSchema() => new() { ["const"] = "off" };

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        value is YamlScalar { Text: "off" } ? "off" : Refuse(value, key, reading);
}
