namespace Gateway.Policies;

/// <summary>The variables that a prompt template may name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class TemplateVariablesAttribute(params string[] names) : Attribute
{
    public string[] Names { get; } = names;
}
