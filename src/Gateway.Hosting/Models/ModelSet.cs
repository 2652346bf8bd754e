namespace Gateway.Hosting;

/// <summary>The models of a configuration, loaded. Immutable; the next set shares what did not change.</summary>
/// <param name="Models">What can be asked.</param>
/// <param name="Refused">What cannot, and why.</param>
/// <param name="Outdated">What is in force as it was before, since the configuration as it is now cannot be used, and why.</param>
internal sealed record ModelSet(IReadOnlyList<ModelInForce> Models, IReadOnlyList<RefusedName> Refused, IReadOnlyList<RefusedName> Outdated)
{
    /// <summary>Stands for the configuration itself among the refused names.</summary>
    public const string Configuration = "configuration";

    public static ModelSet Empty { get; } = new([], [], []);

    public ModelInForce? Find(string name) => Models.FirstOrDefault(model => string.Equals(model.Card.Name, name, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A model with what is known of it.</summary>
internal sealed record ModelInForce(LoadedModel Model, ModelCard Card);
