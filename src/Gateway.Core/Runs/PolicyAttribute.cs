namespace Gateway;

/// <summary>Names the <c>kind</c> under which YAML asks for a policy.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class PolicyAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;

    /// <summary>The policy can answer a request for several choices (<c>n</c> above 1).</summary>
    public bool ManyAnswers { get; init; }
}
