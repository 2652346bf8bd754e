namespace Gateway.Policies;

/// <summary>A place in a file where a policy names a model or another policy.</summary>
internal sealed record NamedModel(string Name, string Key, Position At);
