using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Testing;

/// <summary>
/// Runs a test's code on one thread while its clock goes on in steps: the clock moves only when nothing else can, so what happens at which time
/// does not depend on the machine.
/// </summary>
public static class VirtualTime
{
    /// <summary>Runs to the end.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="step">How far it goes at once.</param>
    /// <param name="start">Starts what is run.</param>
    public static T Run<T>(FakeTimeProvider time, TimeSpan step, Func<Task<T>> start)
    {
        var before = SynchronizationContext.Current;
        var thread = new OneThread();
        SynchronizationContext.SetSynchronizationContext(thread);
        try
        {
            var task = start();
            for (var steps = 0; !task.IsCompleted; steps++)
            {
                thread.RunUntilIdle();
                if (task.IsCompleted) break;
                if (steps == 1000) throw new TimeoutException("A thousand steps of the clock did not end it.");
                time.Advance(step);
            }

            return task.GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }
    }

    private sealed class OneThread : SynchronizationContext
    {
        private readonly ConcurrentQueue<(SendOrPostCallback Callback, object? State)> _queue = new();

        public override void Post(SendOrPostCallback d, object? state) => _queue.Enqueue((d, state));

        public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

        public void RunUntilIdle()
        {
            do
            {
                while (_queue.TryDequeue(out var item)) item.Callback(item.State);
                LetOthersFinish();
            }
            while (!_queue.IsEmpty);
        }

        /// <summary>Cancelling runs its callbacks on the thread pool. That is first in, first out, so what was there before this is under way at least; then it gets a moment.</summary>
        private static void LetOthersFinish()
        {
            for (var i = 0; i < 3; i++)
            {
                using var reached = new ManualResetEventSlim();
                ThreadPool.UnsafeQueueUserWorkItem(static state => ((ManualResetEventSlim)state!).Set(), reached);
                reached.Wait();
                Thread.Sleep(1);
            }
        }
    }
}
