namespace Gateway.Hosting;

/// <summary>The snapshot in force, swapped whole.</summary>
public sealed class GatewayState
{
    private GatewaySnapshot? _current;

    /// <summary>The snapshot in force. Take it once for each request.</summary>
    /// <exception cref="InvalidOperationException">Nothing was loaded yet.</exception>
    public GatewaySnapshot Current =>
        Volatile.Read(ref _current) ?? throw new InvalidOperationException("The gateway's models and policies are not loaded yet.");

    internal void Swap(GatewaySnapshot next) => Volatile.Write(ref _current, next);
}
