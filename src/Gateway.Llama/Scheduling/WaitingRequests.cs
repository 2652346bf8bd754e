using System.Collections.Concurrent;

namespace Gateway.Llama.Scheduling;

/// <summary>Requests without a sequence. Any thread puts them in, the owner thread alone takes them out, oldest first.</summary>
/// <param name="capacity">The most that may wait.</param>
internal sealed class WaitingRequests(int capacity)
{
    private readonly ConcurrentQueue<GenerationRequest> _arrived = new();
    private readonly LinkedList<GenerationRequest> _waiting = new();
    private int _count;

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

    /// <summary>Lets go of requests that nobody waits for, and offers each other one, oldest first, to <paramref name="admit"/>.</summary>
    /// <param name="admit">True where it took the request.</param>
    /// <param name="mayAdmit">False once no further request can be taken.</param>
    public void Admit(Func<GenerationRequest, bool> admit, Func<bool> mayAdmit)
    {
        while (_arrived.TryDequeue(out var arrived)) _waiting.AddLast(arrived);
        for (var node = _waiting.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Abandoned)
            {
                node.Value.Complete();
                Remove(node);
            }
            else if (mayAdmit() && admit(node.Value))
            {
                Remove(node);
            }

            node = next;
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

    private void Remove(LinkedListNode<GenerationRequest> node)
    {
        _waiting.Remove(node);
        Interlocked.Decrement(ref _count);
    }
}
