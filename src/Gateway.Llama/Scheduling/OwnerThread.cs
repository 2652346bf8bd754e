using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// The one thread that touches a model's context. llama.cpp's contexts are not thread-safe, and one thread that owns the context needs no
/// lock around it.
/// </summary>
internal sealed partial class OwnerThread : IDisposable
{
    /// <summary>What calls get once the model is disposed.</summary>
    public static readonly ModelFault Unloaded = new(FaultKind.Upstream, "the model was unloaded");

    // A place is free as soon as one answer ends: a client's next try should come soon.
    private static readonly ModelFault QueueFull = new(FaultKind.RateLimited, "the local model's queue is full") { RetryAfter = TimeSpan.FromSeconds(1) };

    private readonly DecodeLoop _loop;
    private readonly WaitingRequests _waiting;
    private readonly ILogger _logger;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private volatile ModelFault? _ended;

    /// <param name="name">The model's name, for the thread's.</param>
    /// <param name="loop">What the thread runs; it is disposed there.</param>
    /// <param name="waiting">Where requests come in.</param>
    /// <param name="logger">Told when the thread dies.</param>
    public OwnerThread(string name, DecodeLoop loop, WaitingRequests waiting, ILogger logger)
    {
        _loop = loop;
        _waiting = waiting;
        _logger = logger;
        _thread = new Thread(Run) { Name = $"llama {name}", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Queues a request; one that cannot be queued is ended.</summary>
    /// <exception cref="ModelCallException">The queue is full, or the model was unloaded.</exception>
    public void Submit(GenerationRequest request)
    {
        if ((_ended ?? (_waiting.TryAdd(request) ? null : QueueFull)) is { } fault)
        {
            request.Fail(fault);
            throw new ModelCallException(fault);
        }

        _wake.Set();

        // The thread may have ended between the test and the queue; then nobody else would ever answer.
        if (_ended is { } late) _waiting.FailArrived(late);
    }

    /// <summary>Runs <paramref name="action"/> on the thread before its next step; never, once the thread has ended.</summary>
    public void Post(Action<SlotPool> action)
    {
        _loop.Post(action);
        _wake.Set();
    }

    /// <summary>Ends the thread after its current step; what runs or waits fails.</summary>
    public void Dispose()
    {
        if (_stopping) return;
        _stopping = true;
        _wake.Set();
        _thread.Join();
    }

    private void Run()
    {
        var fault = Unloaded;
        try
        {
            while (!_stopping)
            {
                if (!_loop.Step()) _wake.WaitOne();
            }
        }
        catch (Exception e)
        {
            // A bug in the loop: this model is lost, but not the process with all the others.
            Died(_logger, e);
            fault = new ModelFault(FaultKind.Upstream, "the local model's scheduler failed; its log says why", e);
        }

        _ended = fault;
        _loop.FailAll(fault);
        _loop.Dispose();
    }

    [LoggerMessage(EventId = 3004, Level = LogLevel.Critical, Message = "The scheduler of a local model has ended; the model answers no more")]
    private static partial void Died(ILogger logger, Exception exception);
}
