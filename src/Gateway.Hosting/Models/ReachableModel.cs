namespace Gateway.Hosting;

/// <summary>A remote model with its key at hand.</summary>
public sealed record ReachableModel(RemoteModelSettings Settings, string? ApiKey)
{
    /// <summary>Keys stay out of logs: the record's own text would hold it.</summary>
    public override string ToString() => Settings.Name;
}
