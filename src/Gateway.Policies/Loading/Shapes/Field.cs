using System.Reflection;

namespace Gateway.Policies;

/// <summary>A key of a YAML mapping.</summary>
/// <param name="Key">As YAML writes it.</param>
/// <param name="Shape">What its value may be.</param>
/// <param name="Description">What it is for.</param>
/// <param name="Property">Where the value goes; null where it is only checked.</param>
/// <param name="Required">The mapping is wrong without it.</param>
internal sealed record Field(string Key, Shape Shape, string Description, PropertyInfo? Property, bool Required = false)
{
    /// <summary>A key for a property of a type that knows nothing of YAML.</summary>
    public static Field Of<T>(string property, string key, Shape shape, string description, bool required = false) =>
        new(key, shape, description, typeof(T).GetProperty(property) ?? throw new InvalidOperationException($"{typeof(T).Name} has no {property}."), required);
}
