namespace Gateway.Hosting;

/// <summary>
/// Notices that the configuration has changed, or a model's file or key that it names. Contents are compared, not events: a mounted ConfigMap
/// changes by a symbolic link that file watchers do not see. Not for concurrent use.
/// </summary>
internal sealed class ConfigurationWatch
{
    private readonly IConfigurationFiles _files;
    private readonly RestartKeys _restart;
    private GatewayOptions _options;
    private Seen _settled;
    private Seen _last;

    /// <param name="files">Where the configuration comes from.</param>
    /// <param name="options">What it said at the start.</param>
    public ConfigurationWatch(IConfigurationFiles files, GatewayOptions options)
    {
        _files = files;
        _options = options;
        _restart = new RestartKeys(files.Configuration);
        _last = _settled = new Seen(files.Fingerprint(), Named(options));
    }

    /// <summary>Looks once.</summary>
    /// <returns>Null where there is nothing new, or where it may be half of a save: a change counts when the next look finds it the same.</returns>
    public ConfigurationChange? Look()
    {
        var seen = new Seen(_files.Fingerprint(), Named(_options));
        var isSteady = seen == _last;
        _last = seen;
        if (!isSteady || seen == _settled) return null;

        var isNew = seen.Files != _settled.Files;
        _settled = seen;
        return isNew ? Read(seen.Files) : new ConfigurationChange.Legal(_options, IsNew: false, NeedRestart: []);
    }

    private ConfigurationChange Read(string files)
    {
        try
        {
            _files.Load();
            _options = GatewayOptionsReader.Read(_files.Configuration, _files.Root);
        }
        catch (GatewayConfigurationException exception)
        {
            return new ConfigurationChange.Broken(exception);
        }

        _last = _settled = new Seen(files, Named(_options));
        return new ConfigurationChange.Legal(_options, IsNew: true, _restart.Changed(_files.Configuration));
    }

    /// <summary>What the configuration names outside of itself: the models' files, by their stamps, and their keys.</summary>
    private static string Named(GatewayOptions options) => string.Join('\n', options.Models
        .Select(ModelSource.Read)
        .Select(static source => $"{source.Settings.Name}|{source.File}|{source.ApiKey}|{source.Refusal}"));

    private sealed record Seen(string Files, string Named)
    {
        // Holds keys.
        public override string ToString() => Files;
    }
}
