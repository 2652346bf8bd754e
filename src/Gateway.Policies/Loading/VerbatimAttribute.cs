namespace Gateway.Policies;

/// <summary>The option is taken as it stands: blank and empty text is legal.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class VerbatimAttribute : Attribute;
