namespace Gateway.Hosting;

/// <summary>A model or policy that the configuration names and that cannot be called.</summary>
/// <param name="Name">Its name, or its file where it has none.</param>
/// <param name="Reason">Why, and what would be legal.</param>
public sealed record RefusedName(string Name, string Reason);
