namespace Gateway.Llama.Grammar;

/// <summary>
/// Which characters of an expression may follow each other (Glushkov's construction), to refuse one where two of them fit the same text.
/// libllama tries all ways to read a token before it rejects it: with two ways at each character, a token of 64 equal ones never ends.
/// </summary>
internal sealed class PatternPositions
{
    private readonly List<ulong[]> _sets = [];
    private readonly List<HashSet<int>> _follow = [];
    private bool _comesBackTwice;

    /// <summary>A part of the expression.</summary>
    /// <param name="Empty">It may match nothing.</param>
    /// <param name="First">The places where it may begin.</param>
    /// <param name="Last">The places where it may end.</param>
    public sealed record Part(bool Empty, List<int> First, List<int> Last);

    public static Part Nothing { get; } = new(true, [], []);

    /// <summary>One character.</summary>
    /// <param name="ranges">The characters that fit, or those that do not.</param>
    /// <param name="negated">The ranges are those that do not fit.</param>
    public Part Character(IEnumerable<(int First, int Last)> ranges, bool negated)
    {
        var set = new ulong[1024];
        foreach (var (first, last) in ranges)
        {
            for (var value = first; value <= last; value++) set[value >> 6] |= 1ul << (value & 63);
        }

        for (var i = 0; negated && i < set.Length; i++) set[i] = ~set[i];
        _sets.Add(set);
        _follow.Add([]);
        return new Part(false, [_sets.Count - 1], [_sets.Count - 1]);
    }

    public Part Sequence(Part left, Part right)
    {
        foreach (var last in left.Last)
        {
            // Already there: a repetition in a repetition, where the next round may be of either.
            foreach (var first in right.First) _comesBackTwice |= !_follow[last].Add(first);
        }

        return new Part(left.Empty && right.Empty, left.Empty ? [.. left.First, .. right.First] : left.First, right.Empty ? [.. left.Last, .. right.Last] : right.Last);
    }

    public static Part Choice(Part left, Part right) => new(left.Empty || right.Empty, [.. left.First, .. right.First], [.. left.Last, .. right.Last]);

    /// <summary>The part some times over.</summary>
    public Part Repeated(Part part, int least, int? most)
    {
        // A fixed number of single characters is counted, not chosen.
        var isCounted = least == most && part is { First.Count: 1, Last.Count: 1 } && part.First[0] == part.Last[0];
        if (most != 1 && !isCounted) Sequence(part, part);
        return least == 0 ? part with { Empty = true } : part;
    }

    /// <summary>True where each character of a text fits at one place only.</summary>
    public bool IsDeterministic(Part whole) => !_comesBackTwice && HaveNoCommon(whole.First) && _follow.TrueForAll(next => HaveNoCommon([.. next]));

    private bool HaveNoCommon(List<int> places)
    {
        Span<ulong> seen = stackalloc ulong[1024];
        seen.Clear();
        foreach (var place in places)
        {
            for (var i = 0; i < seen.Length; i++)
            {
                if ((seen[i] & _sets[place][i]) != 0) return false;
                seen[i] |= _sets[place][i];
            }
        }

        return true;
    }
}
