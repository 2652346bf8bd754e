using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>What a YAML value may be: reads it, says what would be legal, and describes itself for editors. One description serves all three.</summary>
internal abstract class Shape
{
    /// <summary>What is legal, to end a sentence: <c>an integer from 1 to 1024</c>.</summary>
    public abstract string Legal { get; }

    /// <summary>The value; null where it is not legal, which has then been reported.</summary>
    public object? Read(YamlValue value, string key, Reading reading)
    {
        reading.Place(key, value.At);
        return value is YamlAlias ? null : ReadValue(value, key, reading);
    }

    /// <summary>The same in JSON Schema.</summary>
    public abstract JsonObject ToJsonSchema();

    /// <summary>A default value as YAML would write it; null where it has no short form.</summary>
    public virtual JsonNode? Show(object value) => null;

    protected abstract object? ReadValue(YamlValue value, string key, Reading reading);

    /// <summary>Reports that a value is not legal.</summary>
    protected object? Refuse(YamlValue value, string key, Reading reading)
    {
        reading.Report(value.At, key, $"{value.Shown} is not legal; give {Legal}");
        return null;
    }
}
