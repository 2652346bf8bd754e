namespace Gateway.Policies;

/// <summary>A profile that the policy cannot do without: where YAML names none, it is <c>NAME.profile.json</c>, after the policy's own name.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class OwnProfileAttribute : Attribute;
