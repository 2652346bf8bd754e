namespace Gateway.Policies;

/// <summary>A record that is a mapping inside other options; its properties are keys as theirs are.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
internal sealed class NestedOptionsAttribute : Attribute;
