namespace Gateway;

/// <summary>Measures the union of the times in which a run waited for at least one model, so that the rest of its wall time is the gateway's own.</summary>
internal sealed class WaitClock(TimeProvider time)
{
    // Guards all fields: parallel calls enter and leave concurrently.
    private readonly Lock _gate = new();
    private int _waiting;
    private long _since;
    private long _ticks;

    public void Enter()
    {
        lock (_gate)
        {
            if (_waiting++ == 0) _since = time.GetTimestamp();
        }
    }

    public void Leave()
    {
        lock (_gate)
        {
            if (--_waiting == 0) _ticks += time.GetTimestamp() - _since;
        }
    }

    public TimeSpan Total
    {
        get
        {
            lock (_gate)
            {
                var ticks = _waiting > 0 ? _ticks + time.GetTimestamp() - _since : _ticks;
                return TimeSpan.FromSeconds((double)ticks / time.TimestampFrequency);
            }
        }
    }
}
