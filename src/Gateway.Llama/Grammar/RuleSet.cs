using System.Text;

namespace Gateway.Llama.Grammar;

/// <summary>The rules of a grammar while it is made, and how many libllama will make of them.</summary>
internal sealed class RuleSet
{
    public const int MaxRules = 5_000;
    private const int MaxCharacters = 1_000_000;
    private const int Block = 100;

    /// <summary>The most of anything that a schema may count.</summary>
    public const int MaxCount = 100_000;

    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _pointers = new(StringComparer.Ordinal);
    private int _count;

    /// <summary>Adds a rule, unless there is one of that name: then it is the same.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="pointer">The schema that it was made for.</param>
    /// <param name="body">Its alternatives.</param>
    /// <param name="repetitions">How many more libllama makes of it, for what may be left out.</param>
    /// <exception cref="UnsupportedSchemaException">The schema makes too many rules.</exception>
    public void Add(string name, string pointer, string body, int repetitions = 0)
    {
        if (!_names.Add(name)) return;
        _pointers[name] = pointer;
        _text.Append(name).Append(" ::= ").Append(body).Append('\n');
        Spend(pointer, 1 + repetitions + body.AsSpan().Count('(') + body.AsSpan().Count('?') + body.AsSpan().Count('*'));
    }

    /// <summary>Names a rule that every grammar may use, and brings it with those that it needs.</summary>
    public string Use(string name)
    {
        if (_names.Contains(name)) return name;
        var (body, needs) = JsonRules.Of(name);
        Add(name, "#", body);
        foreach (var other in needs) Use(other);
        return name;
    }

    /// <summary>Adds a rule for one of many texts. Those that begin alike share their beginning, so that libllama has few of them to follow at once.</summary>
    public void AddTexts(string name, string pointer, IReadOnlyList<string> texts)
    {
        var open = new Queue<(string Name, IReadOnlyList<string> Texts)>([(name, texts)]);
        var count = 0;
        while (open.TryDequeue(out var next))
        {
            var alternatives = new List<string>();
            foreach (var alike in next.Texts.GroupBy(static text => text.EnumerateRunes().FirstOrDefault().Value))
            {
                string[] group = [.. alike];
                var shared = SharedLength(group);
                var tail = group.Length == 1 ? "" : $" {name}-{count}";
                alternatives.Add(GbnfText.Literal(group[0][..shared]) + tail);
                if (group.Length > 1) open.Enqueue(($"{name}-{count++}", [.. group.Select(text => text[shared..])]));
            }

            Add(next.Name, pointer, string.Join(" | ", alternatives));
        }
    }

    /// <summary>
    /// An expression for a rule many times in a row. Beyond a hundred it counts in blocks, as libllama makes a rule of each time that may be
    /// left out.
    /// </summary>
    /// <param name="rule">What is repeated.</param>
    /// <param name="pointer">The schema that wants it.</param>
    /// <param name="least">How often at least.</param>
    /// <param name="most">How often at most; null is without end.</param>
    public string Repeat(string rule, string pointer, int least, int? most)
    {
        var parts = new List<string>();
        if (least >= Block) parts.Add($"{BlockOf(rule, pointer)}{{{least / Block}}}");
        if (least % Block > 0) parts.Add($"{rule}{{{least % Block}}}");
        if (most is null) parts.Add($"{rule}*");
        else if (most > least) parts.Add(UpTo(rule, pointer, most.Value - least));
        return parts.Count == 0 ? "\"\"" : string.Join(' ', parts);
    }

    /// <summary>The schema that a rule was made for.</summary>
    public string PointerOf(string rule) => _pointers.GetValueOrDefault(rule, "#");

    public override string ToString() => _text.ToString();

    // Never half of a surrogate pair.
    private static int SharedLength(string[] texts)
    {
        var shared = 0;
        while (Array.TrueForAll(texts, text => shared < text.Length && text[shared] == texts[0][shared])) shared++;
        return shared > 0 && shared < texts[0].Length && char.IsLowSurrogate(texts[0][shared]) ? shared - 1 : shared;
    }

    private string UpTo(string rule, string pointer, int most)
    {
        var name = $"{rule}-upto-{most}";
        if (most < Block)
        {
            Add(name, pointer, $"{rule}{{0,{most}}}", most);
            return name;
        }

        // Fewer than a block's worth ends here; else a block is taken, and the rest is counted from there.
        var block = BlockOf(rule, pointer);
        var few = UpTo(rule, pointer, Block - 1);
        name = most % Block == 0 ? "" : UpTo(rule, pointer, most % Block);
        for (var size = most % Block + Block; size <= most; size += Block)
        {
            var next = $"{rule}-upto-{size}";
            Add(next, pointer, $"{block} {name} | {few}");
            name = next;
        }

        return name;
    }

    private string BlockOf(string rule, string pointer)
    {
        var name = $"{rule}-block";
        Add(name, pointer, $"{rule}{{{Block}}}");
        return name;
    }

    private void Spend(string pointer, int rules)
    {
        _count += rules;
        if (_count > MaxRules) throw new UnsupportedSchemaException(pointer, "", $"the schema makes more than {MaxRules} grammar rules; ask for less at once, or lower its counts");
        if (_text.Length > MaxCharacters) throw new UnsupportedSchemaException(pointer, "", $"the schema makes a grammar of more than {MaxCharacters} characters; ask for less at once");
    }
}
