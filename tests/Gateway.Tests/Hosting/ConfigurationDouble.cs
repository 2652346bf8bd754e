using Gateway.Hosting;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Hosting;

/// <summary>A configuration without files.</summary>
internal sealed class ConfigurationDouble : IConfigurationFiles
{
    private (string Key, string Value)[] _saved;
    private string? _broken;

    public ConfigurationDouble(params (string Key, string Value)[] values)
    {
        _saved = values;
        Configuration = Build(values);
    }

    public IConfiguration Configuration { get; private set; }

    public string Root => "/root";

    public GatewayOptions Options => GatewayOptionsReader.Read(Configuration, Root);

    /// <summary>What the file holds from now on.</summary>
    public void Save(params (string Key, string Value)[] values) => (_saved, _broken) = (values, null);

    /// <summary>The file cannot be read from now on.</summary>
    public void Break(string reason) => _broken = reason;

    public string Fingerprint() => _broken ?? string.Join('\n', _saved);

    public void Load()
    {
        if (_broken is not null) throw new GatewayConfigurationException([_broken]);
        Configuration = Build(_saved);
    }

    private static IConfigurationRoot Build((string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))).Build();
}
