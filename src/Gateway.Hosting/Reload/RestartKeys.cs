using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting;

/// <summary>What of the configuration is read once, at the start. A change of it is named, so that no edit is ignored in silence.</summary>
internal sealed class RestartKeys
{
    // Models are followed by the reload, log levels by the host itself.
    private static readonly string[] Followed = ["Gateway:Models", "Logging"];

    private readonly Dictionary<string, string> _started;
    private Dictionary<string, string> _reported;

    public RestartKeys(IConfiguration configuration) => _reported = _started = Read(configuration);

    /// <summary>The keys whose values are neither those of the start nor those of the last call. Values stay out of it: there may be secrets.</summary>
    public IReadOnlyList<string> Changed(IConfiguration configuration)
    {
        var now = Read(configuration);
        var changed = _started.Keys.Union(now.Keys, StringComparer.OrdinalIgnoreCase)
            .Where(key => now.GetValueOrDefault(key) is var value && value != _started.GetValueOrDefault(key) && value != _reported.GetValueOrDefault(key))
            .Order(StringComparer.OrdinalIgnoreCase)
            .ToArray();
        _reported = now;
        return changed;
    }

    private static Dictionary<string, string> Read(IConfiguration configuration) => configuration.AsEnumerable()
        .Where(static pair => pair.Value is not null && !Followed.Any(section => IsIn(pair.Key, section)))
        .ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.OrdinalIgnoreCase);

    private static bool IsIn(string key, string section) =>
        key.StartsWith(section, StringComparison.OrdinalIgnoreCase) && (key.Length == section.Length || key[section.Length] == ':');
}
