namespace Gateway.Hosting;

/// <summary>What a model is opened from: its settings, and what they name outside of the configuration.</summary>
internal sealed record ModelSource
{
    private ModelSource(ModelSettings settings) => Settings = settings;

    public ModelSettings Settings { get; }

    /// <summary>The key of a remote model; null where it needs none, or where it cannot be read.</summary>
    public string? ApiKey { get; private init; }

    /// <summary>Why the key cannot be read; null where all is well.</summary>
    public string? Refusal { get; private init; }

    /// <summary>The file of a local model; null where there is none.</summary>
    public FileStamp? File { get; private init; }

    /// <summary>Looks at what the settings name, as it is now.</summary>
    public static ModelSource Read(ModelSettings settings) => settings switch
    {
        LocalModelSettings local => new ModelSource(settings) { File = FileStamp.Of(local.Engine.Path) },
        RemoteModelSettings { ApiKey: { } reference } => Secret.TryRead(reference, out var key, out var reason)
            ? new ModelSource(settings) { ApiKey = key }
            : new ModelSource(settings) { Refusal = $"its key cannot be read: {reason}" },
        _ => new ModelSource(settings),
    };

    /// <summary>
    /// Whether a model that was opened from <paramref name="before"/> would be opened the same way from this. What the model's card alone
    /// holds may differ: a price changes no engine. So may a file that is gone: what is open does not need it.
    /// </summary>
    public bool OpensAs(ModelSource before) => (Settings, before.Settings) switch
    {
        (LocalModelSettings now, LocalModelSettings then) =>
            (File is null || File == before.File)
            && now.Engine.TensorSplit.SequenceEqual(then.Engine.TensorSplit)
            && now.Engine == then.Engine with { TensorSplit = now.Engine.TensorSplit },
        (RemoteModelSettings now, RemoteModelSettings then) =>
            Refusal is null && ApiKey == before.ApiKey
            && now.Endpoints.SequenceEqual(then.Endpoints)
            && now == then with { Endpoints = now.Endpoints, ContextTokens = now.ContextTokens, Price = now.Price, BatchSamples = now.BatchSamples },
        _ => false,
    };

    /// <summary>Keys stay out of logs: the record's own text would hold it.</summary>
    public override string ToString() => Settings.Name;
}
