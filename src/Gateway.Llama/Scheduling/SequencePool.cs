using Gateway.Llama.Native;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// The context's sequences: who runs in which, and whose prompt can be taken over instead of being computed again. Touched by the owner
/// thread alone.
/// </summary>
/// <param name="context">The cells.</param>
/// <param name="count">How many sequences the context has.</param>
/// <param name="canRewind">False for models whose state is not one cell for each token (Mamba, RWKV): they cannot share a prompt.</param>
internal sealed class SequencePool(LlamaContext context, int count, bool canRewind)
{
    private readonly Sequence[] _sequences = [.. Enumerable.Range(0, count).Select(static id => new Sequence(id))];
    private int _running;
    private long _frees;

    public IReadOnlyList<Sequence> All => _sequences;

    public bool HasFree => _running < _sequences.Length;

    /// <summary>Gives the request a sequence. One whose prompt is just being computed by another request waits, to share it.</summary>
    /// <returns>False where the request has to wait.</returns>
    public bool TryStart(GenerationRequest request)
    {
        if (!HasFree) return false;
        var shareable = canRewind ? request.Prompt.Length - 1 : 0;
        if (shareable > 0 && Array.Exists(_sequences, sequence => sequence.IsPrefillingPromptOf(request))) return false;

        var source = shareable > 0 ? FindPrompt(request) : null;
        if (source is { Free: true })
        {
            // Its last prompt token is decoded again, since the logits after it are gone.
            context.Remove(source.Id, shareable);
            source.Start(request, shareable);
        }
        else
        {
            var target = LongestUnused();
            context.Remove(target.Id, 0);
            if (source is not null) context.Copy(source.Id, target.Id, shareable);
            target.Start(request, source is null ? 0 : shareable);
        }

        _running++;
        return true;
    }

    /// <summary>Ends what runs in the sequence and frees the cells of its answer; the prompt's stay for whoever asks it again.</summary>
    public void Release(Sequence sequence)
    {
        var keepsPrompt = canRewind && !sequence.Prefilling;
        sequence.Release(++_frees);
        _running--;
        if (keepsPrompt) context.Remove(sequence.Id, sequence.Filled);
        else Clear(sequence);
    }

    /// <summary>Ends what runs in the sequence and frees all of its cells: after a failed decode nobody knows what they hold.</summary>
    public void Discard(Sequence sequence)
    {
        sequence.Release(++_frees);
        _running--;
        Clear(sequence);
    }

    private void Clear(Sequence sequence)
    {
        sequence.Forget();
        context.Remove(sequence.Id, 0);
    }

    // A free one is taken over in place; a running one has to be copied.
    private Sequence? FindPrompt(GenerationRequest request)
    {
        Sequence? found = null;
        foreach (var sequence in _sequences)
        {
            if (!sequence.HoldsPromptOf(request)) continue;
            if (sequence.Free) return sequence;
            found ??= sequence;
        }

        return found;
    }

    private Sequence LongestUnused()
    {
        Sequence? oldest = null;
        foreach (var sequence in _sequences)
        {
            if (sequence.Free && (oldest is null || sequence.FreedAt < oldest.FreedAt)) oldest = sequence;
        }

        return oldest!;
    }
}
