using System.Globalization;

namespace Gateway.Evals.Suites.Generators;

/// <summary>
/// A directed acyclic graph of named values, each given or defined by others, and its description in words: the questions of DyVal,
/// K. Zhu et al., arXiv 2309.17167 (2023), section 3.
/// </summary>
internal sealed class DefinitionGraph<T>(Random random)
{
    // No vowels, so that two letters are seldom a word.
    private const string Letters = "BCDFGHJKLMNPQRSTVWXZ";

    private readonly List<Node> _nodes = [];

    /// <summary>The same for graphs that differ only in their names.</summary>
    public string Key => string.Join('\n', Enumerable.Range(0, _nodes.Count).Select(node => Sentence(node, static operand => $"{operand}")));

    public T this[int node] => _nodes[node].Value;

    /// <summary>Adds a value.</summary>
    /// <param name="value">What it is.</param>
    /// <param name="sentence">What says so; {0} is its name and {1}, {2}... are the operands'.</param>
    /// <param name="operands">Defined before.</param>
    /// <returns>The node. Its depth is one more than its deepest operand's, 0 without operands.</returns>
    public int Define(T value, string sentence, params int[] operands)
    {
        _nodes.Add(new Node(value, sentence, operands, operands.Length == 0 ? 0 : 1 + operands.Max(operand => _nodes[operand].Depth)));
        return _nodes.Count - 1;
    }

    /// <summary>A second operand: in two of five cases one defined before, where there is one; otherwise a new one, mostly a given value.</summary>
    /// <param name="first">Another node than this.</param>
    /// <param name="depth">At most this deep.</param>
    /// <param name="create">Makes a node of a depth.</param>
    public int Second(int first, int depth, Func<int, int> create)
    {
        var shared = Enumerable.Range(0, _nodes.Count).Where(node => node != first && _nodes[node].Depth <= depth).ToArray();
        if (shared.Length > 0 && random.Next(5) < 2) return shared[random.Next(shared.Length)];
        return create(depth > 0 && random.Next(3) == 0 ? 1 : 0);
    }

    /// <summary>One definition a line, in a random order in which every name is defined before it is used; and the name of the last node.</summary>
    public (string Text, string Asked) Describe()
    {
        var names = Names();
        var lines = Order().Select(node => Sentence(node, operand => names[operand]));
        return (string.Join('\n', lines), names[^1]);
    }

    private string Sentence(int node, Func<int, string> name) =>
        string.Format(CultureInfo.InvariantCulture, _nodes[node].Sentence, [name(node), .. _nodes[node].Operands.Select(name)]);

    private List<int> Order()
    {
        var order = new List<int>(_nodes.Count);
        while (order.Count < _nodes.Count)
        {
            var ready = Enumerable.Range(0, _nodes.Count).Where(node => !order.Contains(node) && _nodes[node].Operands.All(order.Contains)).ToArray();
            order.Add(ready[random.Next(ready.Length)]);
        }

        return order;
    }

    private List<string> Names()
    {
        var names = new List<string>(_nodes.Count);
        while (names.Count < _nodes.Count)
        {
            var name = new string([Letters[random.Next(Letters.Length)], Letters[random.Next(Letters.Length)]]);
            if (!names.Contains(name)) names.Add(name);
        }

        return names;
    }

    private sealed record Node(T Value, string Sentence, int[] Operands, int Depth);
}
