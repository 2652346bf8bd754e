namespace Gateway.Tests.Evals.Suites.Generators;

/// <summary>What a reader of a described graph knows so far: every name's value and depth. Names must be defined before they are used.</summary>
internal sealed class Definitions<T>
{
    private readonly Dictionary<string, (T Value, int Depth)> _known = [];

    public T Value(string name) => _known[name].Value;

    public int Depth(string name) => _known[name].Depth;

    public IEnumerable<T> Values => _known.Values.Select(static known => known.Value);

    /// <summary>Adds a definition; a second one of the same name throws.</summary>
    public void Add(string name, T value, params string[] operands) =>
        _known.Add(name, (value, operands.Length == 0 ? 0 : 1 + operands.Max(Depth)));
}
