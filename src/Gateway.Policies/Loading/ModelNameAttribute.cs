namespace Gateway.Policies;

/// <summary>The option names a model or a policy, or several: they have to exist, and they take part in the search for cycles.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class ModelNameAttribute : Attribute
{
    /// <summary>A word that may stand in the name's place and means no model; null for none.</summary>
    public string? OrWord { get; init; }
}
