namespace Gateway.Policies;

/// <summary>How many samples each model gives: one number for all, or numbers by name.</summary>
public sealed class SampleCounts
{
    private readonly int? _each;
    private readonly IReadOnlyDictionary<string, int>? _byName;

    public SampleCounts(int each) => _each = each;

    /// <param name="byName">Names compare as everywhere, without regard to case.</param>
    public SampleCounts(IReadOnlyDictionary<string, int> byName) => _byName = new Dictionary<string, int>(byName, StringComparer.OrdinalIgnoreCase);

    /// <summary>The models that have a number of their own.</summary>
    public IEnumerable<string> Names => _byName?.Keys ?? [];

    /// <summary>The number for a model; null where only others have one.</summary>
    public int? Of(string model) => _each ?? (_byName!.TryGetValue(model, out var count) ? count : null);
}
