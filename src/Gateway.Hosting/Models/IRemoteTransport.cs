namespace Gateway.Hosting;

/// <summary>Where requests to a remote model's endpoints leave the process. Each program brings its own: the server's goes through YARP's destinations and their health.</summary>
public interface IRemoteTransport
{
    /// <summary>The innermost handler of a model's client: retries and timeouts are around it.</summary>
    HttpMessageHandler CreateHandler(RemoteModelSettings model);

    /// <summary>Tells which models are open, before the first request to a new one and after the last to an old one.</summary>
    /// <param name="open">The newest last; during a swap a name is there twice, since requests under way stay with the model that they began with.</param>
    void Follow(IReadOnlyList<RemoteModelSettings> open);
}
