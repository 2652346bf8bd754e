namespace Gateway.Hosting;

/// <summary>Where requests to a remote model's endpoints leave the process. Each program brings its own: the server's goes through YARP's destinations and their health.</summary>
public interface IRemoteTransport
{
    /// <summary>The innermost handler of a model's client: retries and timeouts are around it.</summary>
    HttpMessageHandler CreateHandler(RemoteModelSettings model);
}
