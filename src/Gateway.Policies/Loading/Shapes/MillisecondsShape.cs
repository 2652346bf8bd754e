using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A duration, written in milliseconds and held as a <see cref="TimeSpan"/>.</summary>
internal sealed class MillisecondsShape : Shape
{
    // A timer's longest delay.
    private readonly NumberShape<long> _number = new(0, uint.MaxValue - 1);

    public override string Legal => $"{_number.Legal}, in milliseconds";

    public override JsonObject ToJsonSchema() => _number.ToJsonSchema();

    protected override object? ReadValue(YamlValue value, string key, Reading reading) =>
        _number.Read(value, key, reading) is long milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;
}
