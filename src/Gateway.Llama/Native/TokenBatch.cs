using System.Runtime.InteropServices;

namespace Gateway.Llama.Native;

/// <summary>The arrays of a <see cref="NativeBatch"/>, allocated once and refilled for each decode step. One sequence for each token.</summary>
internal sealed unsafe class TokenBatch : IDisposable
{
    private readonly int* _sequences;
    private NativeBatch _batch;

    public TokenBatch(int capacity)
    {
        Capacity = capacity;
        var count = (nuint)capacity;
        _batch.Tokens = (int*)NativeMemory.Alloc(count, sizeof(int));
        _batch.Positions = (int*)NativeMemory.Alloc(count, sizeof(int));
        _batch.SequenceCounts = (int*)NativeMemory.Alloc(count, sizeof(int));
        _batch.Sequences = (int**)NativeMemory.Alloc(count, (nuint)sizeof(int*));
        _batch.WantsLogits = (sbyte*)NativeMemory.Alloc(count, sizeof(sbyte));
        _sequences = (int*)NativeMemory.Alloc(count, sizeof(int));
        for (var i = 0; i < capacity; i++)
        {
            _batch.SequenceCounts[i] = 1;
            _batch.Sequences[i] = _sequences + i;
        }
    }

    public int Capacity { get; }

    public int Count => _batch.Count;

    public int Room => Capacity - _batch.Count;

    public NativeBatch Native => _batch;

    public void Clear() => _batch.Count = 0;

    /// <returns>The token's place in the batch, by which its logits are read.</returns>
    public int Add(int token, int position, int sequence, bool wantsLogits)
    {
        ArgumentOutOfRangeException.ThrowIfZero(Room);
        var place = _batch.Count++;
        _batch.Tokens[place] = token;
        _batch.Positions[place] = position;
        _sequences[place] = sequence;
        _batch.WantsLogits[place] = wantsLogits ? (sbyte)1 : (sbyte)0;
        return place;
    }

    public void Dispose()
    {
        NativeMemory.Free(_batch.Tokens);
        NativeMemory.Free(_batch.Positions);
        NativeMemory.Free(_batch.SequenceCounts);
        NativeMemory.Free(_batch.Sequences);
        NativeMemory.Free(_batch.WantsLogits);
        NativeMemory.Free(_sequences);
        _batch = default;
    }
}
