namespace Gateway.Hosting;

/// <summary>Where requests to a remote model's endpoints leave the process. The server goes through YARP's destinations and their health; a console program straight to the endpoint.</summary>
public interface IRemoteTransport
{
    /// <summary>The innermost handler of a model's client: retries and timeouts are around it.</summary>
    HttpMessageHandler CreateHandler(RemoteModelSettings model);
}

/// <summary>Straight to the model's first endpoint.</summary>
internal sealed class DirectTransport : IRemoteTransport
{
    public HttpMessageHandler CreateHandler(RemoteModelSettings model) => new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        // An abandoned answer is cut at once: draining it would let the endpoint go on generating for the connection's sake.
        ResponseDrainTimeout = TimeSpan.Zero,
    };
}
