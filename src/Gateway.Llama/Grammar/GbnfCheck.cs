namespace Gateway.Llama.Grammar;

/// <summary>
/// Refuses grammars that libllama would hang on, overflow its stack with, or never finish a sentence of. Its own search for left recursion
/// sees a rule as empty only where the rule itself has an empty alternative (<c>e ::= f</c> with <c>f ::= ""</c> is not), so that some loops
/// pass it and never end when they are parsed; and it looks at a rule once for each way that leads there, which can be 2 to the power of any
/// number of ways.
/// </summary>
internal static class GbnfCheck
{
    private const int MaxCharacters = 2_000_000;
    private const int MaxRules = 20_000;

    // libllama recurses once for each rule that begins another.
    private const int MaxDepth = 2_000;
    private const long MaxWays = 5_000_000;

    /// <exception cref="GrammarException">The grammar cannot be used.</exception>
    public static void Check(string gbnf)
    {
        if (gbnf.Length > MaxCharacters) throw new GrammarException("", $"the grammar has {gbnf.Length} characters; at most {MaxCharacters} are legal");
        var rules = GbnfParser.Parse(gbnf);
        if (!rules.Exists(static rule => rule.Name == "root")) throw new GrammarException("root", "is not defined, and every sentence begins there");
        if (rules.Sum(static rule => (long)rule.Copies) > MaxRules) throw new GrammarException("", $"the grammar has more than {MaxRules} rules, groups and repetitions");
        var empty = Closure(rules, static (sequence, holds) => sequence.TrueForAll(symbol => symbol != GbnfRule.Terminal && holds[symbol]));
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Repeats && rules[i].Alternatives[0].TrueForAll(symbol => symbol != GbnfRule.Terminal && empty[symbol]))
            {
                throw new GrammarException(rules[i].Name, "repeats what may be empty");
            }
        }

        var ends = Closure(rules, static (sequence, holds) => sequence.TrueForAll(symbol => symbol == GbnfRule.Terminal || holds[symbol]));
        var endless = ends.IndexOf(false);
        if (endless >= 0) throw new GrammarException(rules[endless].Name, "needs itself in each of its alternatives, so that no sentence of it ends");
        CheckBeginnings(rules, [.. rules.Select(rule => Beginnings(rule, empty))]);
    }

    // The rules one of whose alternatives has a property that depends on the rules that it names.
    private static List<bool> Closure(List<GbnfRule> rules, Func<List<int>, List<bool>, bool> holds)
    {
        var found = new List<bool>(new bool[rules.Count]);
        var users = new List<int>[rules.Count];
        for (var i = 0; i < users.Length; i++) users[i] = [];
        for (var i = 0; i < rules.Count; i++)
        {
            foreach (var symbol in rules[i].Alternatives.SelectMany(static sequence => sequence).Where(static symbol => symbol >= 0)) users[symbol].Add(i);
        }

        var open = new Queue<int>(Enumerable.Range(0, rules.Count));
        while (open.TryDequeue(out var i))
        {
            if (found[i] || !rules[i].Alternatives.Exists(sequence => holds(sequence, found))) continue;
            found[i] = true;
            foreach (var user in users[i]) open.Enqueue(user);
        }

        return found;
    }

    // The rules that a sentence of this one may begin with, as often as it may.
    private static List<int> Beginnings(GbnfRule rule, List<bool> empty)
    {
        var first = new List<int>();
        foreach (var symbol in rule.Alternatives.SelectMany(sequence => Leading(sequence, empty))) first.Add(symbol);
        return first;
    }

    private static IEnumerable<int> Leading(List<int> sequence, List<bool> empty)
    {
        foreach (var symbol in sequence)
        {
            if (symbol == GbnfRule.Terminal) yield break;
            yield return symbol;
            if (!empty[symbol]) yield break;
        }
    }

    private static void CheckBeginnings(List<GbnfRule> rules, List<int>[] beginnings)
    {
        var depth = new int[rules.Count];
        var ways = new long[rules.Count];
        var waiting = new int[rules.Count];
        var users = new List<int>[rules.Count];
        for (var i = 0; i < users.Length; i++) users[i] = [];
        for (var i = 0; i < rules.Count; i++)
        {
            waiting[i] = beginnings[i].Count;
            foreach (var first in beginnings[i]) users[first].Add(i);
        }

        // Rules whose beginnings are all known, until none is left: what remains begins with itself.
        var open = new Queue<int>(Enumerable.Range(0, rules.Count).Where(i => waiting[i] == 0));
        var total = 0L;
        var done = 0;
        while (open.TryDequeue(out var i))
        {
            done++;
            depth[i] = 1 + beginnings[i].Select(first => depth[first]).DefaultIfEmpty().Max();
            ways[i] = Math.Min(MaxWays, 1 + beginnings[i].Sum(first => ways[first]));
            total += ways[i] * rules[i].Copies;
            if (depth[i] > MaxDepth) throw new GrammarException(rules[i].Name, $"begins with a chain of more than {MaxDepth} rules");
            if (total > MaxWays) throw new GrammarException(rules[i].Name, "may begin in too many ways");
            foreach (var user in users[i])
            {
                if (--waiting[user] == 0) open.Enqueue(user);
            }
        }

        if (done < rules.Count) throw new GrammarException(rules[Array.FindIndex(waiting, static count => count > 0)].Name, "begins with itself (left recursion)");
    }
}
