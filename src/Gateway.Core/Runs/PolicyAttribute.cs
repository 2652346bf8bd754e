namespace Gateway;

/// <summary>Names the <c>kind</c> under which YAML asks for a policy.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PolicyAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;
}
