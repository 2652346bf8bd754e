using System.Collections.Concurrent;

namespace Gateway.Llama.Scheduling;

/// <summary>Requests without a slot. Any thread puts them in, the owner thread alone takes them out: the share with the fewest running first, then the oldest.</summary>
/// <param name="capacity">The most that may wait.</param>
internal sealed class WaitingRequests(int capacity)
{
    private readonly ConcurrentQueue<GenerationRequest> _arrived = new();
    private readonly LinkedList<GenerationRequest> _waiting = new();
    private int _count;
    private long _round;

    public bool TryAdd(GenerationRequest request)
    {
        if (Interlocked.Increment(ref _count) > capacity)
        {
            Interlocked.Decrement(ref _count);
            return false;
        }

        _arrived.Enqueue(request);
        return true;
    }

    /// <summary>Takes back a request that had a slot: it is the oldest of its share.</summary>
    public void Return(GenerationRequest request)
    {
        Interlocked.Increment(ref _count);
        _waiting.AddFirst(request);
    }

    /// <summary>Lets go of requests that nobody waits for.</summary>
    public void Sweep()
    {
        while (_arrived.TryDequeue(out var arrived)) _waiting.AddLast(arrived);
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Left)
            {
                node.Value.Complete();
                Remove(node);
            }

            node = next;
        }
    }

    /// <summary>Offers each request once to the pool, while it has room.</summary>
    public void Admit(SlotPool pool)
    {
        _round++;
        while (pool.HasFree && Next(pool) is { } node)
        {
            node.Value.OfferedIn = _round;
            if (pool.TryStart(node.Value)) Remove(node);
        }
    }

    /// <summary>Fails all that wait.</summary>
    public void FailAll(ModelFault fault)
    {
        while (_waiting.First is { } node)
        {
            node.Value.Fail(fault);
            Remove(node);
        }

        FailArrived(fault);
    }

    /// <summary>Fails what has arrived and was not seen by the owner thread, which has ended; safe from any thread.</summary>
    public void FailArrived(ModelFault fault)
    {
        while (_arrived.TryDequeue(out var request))
        {
            request.Fail(fault);
            Interlocked.Decrement(ref _count);
        }
    }

    private LinkedListNode<GenerationRequest>? Next(SlotPool pool)
    {
        LinkedListNode<GenerationRequest>? best = null;
        var fewest = int.MaxValue;
        for (var node = _waiting.First; node is not null && fewest > 0; node = node.Next)
        {
            if (node.Value.OfferedIn == _round) continue;
            var running = pool.RunningOf(node.Value.Share);
            if (running >= fewest) continue;
            best = node;
            fewest = running;
        }

        return best;
    }

    private void Remove(LinkedListNode<GenerationRequest> node)
    {
        _waiting.Remove(node);
        Interlocked.Decrement(ref _count);
    }
}
