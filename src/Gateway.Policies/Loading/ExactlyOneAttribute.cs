namespace Gateway.Policies;

/// <summary>Of these YAML keys a mapping has exactly one.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class ExactlyOneAttribute(params string[] keys) : Attribute
{
    public string[] Keys { get; } = keys;
}
