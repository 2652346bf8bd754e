namespace Gateway.Llama.Grammar;

/// <summary>
/// How many readings of one text libllama has to keep at the same time. It keeps each as a stack of its own: a choice between two schemas
/// that begin alike and lead to another such choice doubles them at each level, and one that leads to itself does so without end.
/// </summary>
internal sealed class Ambiguity(Dictionary<string, SchemaNode> nodes)
{
    private const int MaxReadings = 16;
    private const int MaxChoices = 200;
    private readonly Dictionary<string, List<SchemaNode>> _ends = new(StringComparer.Ordinal);

    /// <exception cref="UnsupportedSchemaException">There may be too many readings.</exception>
    public void Check()
    {
        var adding = nodes.Values.Where(node => node.Choices.Count > 0 && !AreDistinct(EndsOf(node))).Select(static node => node.Rule).ToHashSet(StringComparer.Ordinal);
        foreach (var rule in adding)
        {
            if (Reaches(rule)) throw new UnsupportedSchemaException(nodes[rule].Pointer, "", $"is a choice between schemas that begin alike and contain the choice itself; {Remedy}");
        }

        // No choice that adds is in a circle, so the numbers settle.
        var readings = nodes.Keys.ToDictionary(static rule => rule, static _ => 1L, StringComparer.Ordinal);
        for (var changed = true; changed;)
        {
            changed = false;
            foreach (var node in nodes.Values)
            {
                var next = node.Choices.Count == 0
                    ? node.Parts.Select(part => readings[part]).DefaultIfEmpty(1).Max()
                    : adding.Contains(node.Rule) ? node.Choices.Sum(choice => readings[choice]) : node.Choices.Max(choice => readings[choice]);
                if (next == readings[node.Rule]) continue;
                if (next > MaxReadings) throw new UnsupportedSchemaException(node.Pointer, "", $"may be read in more than {MaxReadings} ways at once; {Remedy}");
                readings[node.Rule] = next;
                changed = true;
            }
        }
    }

    private const string Remedy = "give each object a first property that is required and has another name or const";

    // Choices of choices are one choice.
    private List<SchemaNode> EndsOf(SchemaNode node)
    {
        if (_ends.TryGetValue(node.Rule, out var known)) return known;
        var ends = new List<SchemaNode>();
        var open = new Stack<SchemaNode>([node]);
        while (open.TryPop(out var next))
        {
            if (next.Choices.Count == 0) ends.Add(next);
            foreach (var choice in next.Choices) open.Push(nodes[choice]);
            if (ends.Count + open.Count > MaxChoices) throw new UnsupportedSchemaException(node.Pointer, "", $"is a choice between more than {MaxChoices} schemas");
        }

        return _ends[node.Rule] = ends;
    }

    private static bool AreDistinct(List<SchemaNode> ends)
    {
        for (var i = 0; i < ends.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if (!AreDistinct(ends[i], ends[j])) return false;
            }
        }

        return true;
    }

    private static bool AreDistinct(SchemaNode a, SchemaNode b) => (a.Kinds & b.Kinds) switch
    {
        JsonKinds.None => true,
        JsonKinds.Object when a.FirstProperty is null || b.FirstProperty is null => false,
        JsonKinds.Object when a.FirstProperty != b.FirstProperty => true,
        JsonKinds.Object => a.FirstValues is { } left && b.FirstValues is { } right && !left.Overlaps(right),
        _ => false,
    };

    private bool Reaches(string rule)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([rule]);
        while (open.TryPop(out var at))
        {
            foreach (var next in nodes[at].Parts.Concat(nodes[at].Choices))
            {
                if (next == rule) return true;
                if (seen.Add(next)) open.Push(next);
            }
        }

        return false;
    }
}
