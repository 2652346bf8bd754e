using System.Runtime.InteropServices;

namespace Gateway.Llama.Scheduling;

/// <summary>One of libllama's sequences: which tokens its cells hold, and what runs in it. Touched by the owner thread alone.</summary>
/// <param name="id">libllama's number of the sequence.</param>
internal sealed class Slot(int id)
{
    private readonly List<int> _cells = [];

    public int Id { get; } = id;

    /// <summary>What is generated here now; null while the slot is free.</summary>
    public GenerationRequest? Running { get; private set; }

    /// <summary>Whose answer the cells hold, where somebody may go on from it.</summary>
    public object? Holder { get; private set; }

    /// <summary>When the slot was freed: the longest unused gives its cells up first.</summary>
    public long FreedAt { get; private set; }

    public bool Free => Running is null;

    /// <summary>The tokens that were computed, by position. Those of a free slot are kept for whoever begins with the same.</summary>
    public ReadOnlySpan<int> Cells => CollectionsMarshal.AsSpan(_cells);

    /// <summary>Tokens of the running request that are not computed yet: 1 while it generates.</summary>
    public int Missing => Running!.Tokens.Length - _cells.Count;

    public bool Prefilling => Running is not null && Missing > 1;

    /// <summary>Starts a request whose first <paramref name="cached"/> tokens the cells hold, or are about to.</summary>
    public void Start(GenerationRequest request, int cached)
    {
        Running = request;
        Holder = request.Holder;
        _cells.Clear();
        _cells.AddRange(request.Tokens[..cached]);
    }

    /// <summary>Notes that the next <paramref name="tokens"/> tokens have been computed.</summary>
    public void Advance(int tokens) => _cells.AddRange(Running!.Tokens.Slice(_cells.Count, tokens));

    /// <summary>Ends what runs here; the cells stay as they are.</summary>
    public void Release(long step)
    {
        Running = null;
        FreedAt = step;
    }

    /// <summary>The cells were given up.</summary>
    public void Clear()
    {
        _cells.Clear();
        Holder = null;
    }
}
