using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting;

/// <summary>A program's configuration, and the files of it that may change while the program runs.</summary>
public interface IConfigurationFiles
{
    /// <summary>The configuration as it was loaded last, with what overrides the files.</summary>
    IConfiguration Configuration { get; }

    /// <summary>Relative paths count from here.</summary>
    string Root { get; }

    /// <summary>A text that is another one whenever a file's content is.</summary>
    string Fingerprint();

    /// <summary>Loads the files again.</summary>
    /// <exception cref="GatewayConfigurationException">A file is gone or cannot be read, with its place; what was loaded from it before stays.</exception>
    void Load();
}
