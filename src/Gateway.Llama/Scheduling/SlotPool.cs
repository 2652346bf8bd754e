using Gateway.Llama.Native;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// The context's sequences: who runs in which, and which computed prefixes can be used again. A prefix is found by comparing the request's
/// tokens with each slot's: with at most 256 of them that takes microseconds, and needs no tree to be kept up to date with every token drawn.
/// Touched by the owner thread alone.
/// </summary>
/// <param name="context">The cells.</param>
/// <param name="parallel">The most requests that run at once.</param>
/// <param name="slots">Sequences, at least as many; the others only keep prefixes.</param>
/// <param name="maxKept">The most cells that free slots keep while others run. In a shared cache on a CPU each query passes over them.</param>
/// <param name="canRewind">False for models whose state is not one cell for each token (Mamba, RWKV): they cannot share a prefix.</param>
internal sealed class SlotPool(LlamaContext context, int parallel, int slots, long maxKept, bool canRewind)
{
    // Below this many tokens, computing them again is no more work than copying and giving up another prefix for it.
    private const int WorthCopying = 8;

    private readonly Slot[] _slots = [.. Enumerable.Range(0, slots).Select(static id => new Slot(id))];
    private readonly Dictionary<string, int> _shares = [];
    private int _running;
    private long _clock;

    public IReadOnlyList<Slot> All => _slots;

    public bool HasFree => _running < parallel;

    public bool IsIdle => _running == 0;

    /// <summary>How many requests of the same share run now.</summary>
    public int RunningOf(string? share) => share is null ? 0 : _shares.GetValueOrDefault(share);

    /// <summary>Gives the request a slot. One whose prefix is just being computed by another request waits, to share it.</summary>
    /// <returns>False where the request has to wait.</returns>
    public bool TryStart(GenerationRequest request)
    {
        if (!HasFree) return false;

        // The last token is decoded in any case: the logits after it are what is wanted.
        var shareable = canRewind && !request.ScoresPrompt ? request.Tokens[..^1] : [];
        var (source, cached) = LongestPrefix(shareable);
        if (cached + WorthCopying <= LongestComing(shareable)) return false;

        cached = Place(request, source, cached);
        request.CachedTokens ??= Math.Min(cached, request.PromptTokens);
        request.StartedAt = ++_clock;
        _running++;
        if (request.Share is { } share) _shares[share] = RunningOf(share) + 1;
        return true;
    }

    /// <summary>Ends what runs in the slot. Its cells stay for whoever begins with the same tokens.</summary>
    public void Release(Slot slot)
    {
        End(slot);
        if (!canRewind) Clear(slot);
    }

    /// <summary>Ends what runs in the slot and frees its cells.</summary>
    public void Discard(Slot slot)
    {
        End(slot);
        Clear(slot);
    }

    /// <summary>Frees the cells that are kept for <paramref name="holder"/> alone; what it still generates is left to run.</summary>
    public void Forget(object holder)
    {
        foreach (var slot in _slots)
        {
            if (slot.Holder != holder) continue;
            if (slot.Free) Clear(slot);
            else if (slot.Running!.Left) Leave(slot, keep: false);
        }
    }

    /// <summary>Ends what runs in the slot and was left by its caller.</summary>
    public void Leave(Slot slot, bool keep)
    {
        slot.Running!.Complete();
        if (keep) Release(slot);
        else Discard(slot);
    }

    /// <summary>Cells that are in use, those that sequences share counted for each.</summary>
    public int CountCells() => _slots.Sum(slot => context.LengthOf(slot.Id));

    /// <summary>
    /// While something runs, lets go of what is kept beyond the limit, the longest unused first. What somebody said to go on from is kept.
    /// </summary>
    public void Trim()
    {
        if (IsIdle) return;
        var kept = 0L;
        foreach (var slot in _slots)
        {
            if (slot.Free && slot.Holder is null) kept += slot.Cells.Length;
        }

        while (kept > maxKept && LongestUnused(static slot => slot.Holder is null && slot.Cells.Length > 0) is { } oldest)
        {
            kept -= oldest.Cells.Length;
            Clear(oldest);
        }
    }

    /// <summary>Frees the cells of the longest unused slot.</summary>
    /// <returns>False where no free slot has any.</returns>
    public bool Evict()
    {
        if (LongestUnused(static slot => slot.Cells.Length > 0) is not { } oldest) return false;
        Clear(oldest);
        return true;
    }

    /// <summary>Takes the cells of the newest of several running requests.</summary>
    /// <returns>The request, to be started again later; null where at most one runs.</returns>
    public GenerationRequest? Preempt()
    {
        if (_running < 2) return null;
        var newest = _slots.Where(static slot => !slot.Free).MaxBy(static slot => slot.Running!.StartedAt)!;
        var request = newest.Running;
        Discard(newest);
        return request;
    }

    /// <summary>Puts the request into a slot.</summary>
    /// <returns>How many of its tokens have cells there.</returns>
    private int Place(GenerationRequest request, Slot? source, int cached)
    {
        var target = TargetOf(request, source, cached);
        if (target == source || (cached > 0 && Holds(target, request, cached)))
        {
            context.Remove(target.Id, cached);
        }
        else
        {
            if (cached < WorthCopying) cached = 0;
            context.Remove(target.Id, 0);
            if (cached > 0) context.Copy(source!.Id, target.Id, cached);
        }

        target.Start(request, cached);
        return cached;
    }

    /// <summary>
    /// A free slot whose cells are all wanted is gone on with. Otherwise they are copied into an unused one, so that what follows the common part
    /// is kept too. Where something has to go, it is what follows the same common part in another slot: that saves the copy.
    /// </summary>
    private Slot TargetOf(GenerationRequest request, Slot? source, int cached)
    {
        if (source is { Free: true } && source.Cells.Length == cached) return source;
        return LongestUnused(static slot => slot.Cells.Length == 0)
            ?? (cached > 0 ? LongestUnused(slot => Holds(slot, request, cached)) : null)
            ?? LongestUnused(static _ => true)!;
    }

    private static bool Holds(Slot slot, GenerationRequest request, int cached) => slot.Cells.CommonPrefixLength(request.Tokens[..cached]) == cached;

    private (Slot? Slot, int Length) LongestPrefix(ReadOnlySpan<int> tokens)
    {
        Slot? found = null;
        var longest = 0;
        foreach (var slot in _slots)
        {
            var length = slot.Cells.CommonPrefixLength(tokens);
            if (length == 0 || length < longest) continue;

            // Of equals, one that can be gone on with in place.
            if (length == longest && !(slot.Free && slot.Cells.Length == length)) continue;
            found = slot;
            longest = length;
        }

        return (found, longest);
    }

    /// <summary>The longest common prefix with a prompt that is being computed now.</summary>
    private int LongestComing(ReadOnlySpan<int> tokens)
    {
        var longest = 0;
        foreach (var slot in _slots)
        {
            if (slot.Prefilling) longest = Math.Max(longest, slot.Running!.Tokens.CommonPrefixLength(tokens));
        }

        return longest;
    }

    private Slot? LongestUnused(Func<Slot, bool> among)
    {
        Slot? oldest = null;
        foreach (var slot in _slots)
        {
            if (slot.Free && among(slot) && (oldest is null || slot.FreedAt < oldest.FreedAt)) oldest = slot;
        }

        return oldest;
    }

    private void End(Slot slot)
    {
        if (slot.Running!.Share is { } share && --System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrNullRef(_shares, share) == 0) _shares.Remove(share);
        slot.Release(++_clock);
        _running--;
    }

    private void Clear(Slot slot)
    {
        slot.Clear();
        context.Remove(slot.Id, 0);
    }
}
