using System.Security.Cryptography;
using System.Text;
using Gateway.Hosting;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Server.Configuration;

/// <summary>
/// <c>appsettings.json</c> and its companions. The host's own watcher is off: it would empty the configuration at half of a save, and it does
/// not see how a mounted ConfigMap changes.
/// </summary>
internal sealed class ConfigurationFiles : IConfigurationFiles
{
    private readonly JsonConfigurationProvider[] _files;
    private readonly HashSet<string> _present;

    public ConfigurationFiles(IConfigurationRoot configuration, string root)
    {
        Configuration = configuration;
        Root = root;
        _files = [.. configuration.Providers.OfType<JsonConfigurationProvider>()];
        _present = [.. _files.Select(PathOf).Where(File.Exists)];
    }

    public IConfiguration Configuration { get; }

    public string Root { get; }

    public string Fingerprint()
    {
        var text = new StringBuilder();
        foreach (var file in _files) text.Append(Fingerprint(PathOf(file))).Append('\n');
        return text.ToString();
    }

    public void Load()
    {
        var errors = new List<string>();
        foreach (var file in _files)
        {
            var path = PathOf(file);
            var name = Path.GetFileName(path);

            // Loading would take its settings for withdrawn, all at once; more likely somebody is about to put another file in its place.
            if (!File.Exists(path) && _present.Contains(path))
            {
                errors.Add($"{name} is gone; legal: the file, with whatever is wanted, or a restart without it");
                continue;
            }

            try
            {
                file.Load();
                if (File.Exists(path)) _present.Add(path);
            }
            catch (InvalidDataException exception)
            {
                errors.Add(JsonProblem.Describe(name, exception));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // Its message may hold the whole path.
                errors.Add($"{name} cannot be read ({exception.GetType().Name})");
            }
        }

        if (errors.Count > 0) throw new GatewayConfigurationException(errors);
    }

    private static string PathOf(JsonConfigurationProvider file) =>
        file.Source.FileProvider?.GetFileInfo(file.Source.Path ?? "").PhysicalPath ?? Path.GetFullPath(file.Source.Path ?? "");

    private static string Fingerprint(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Convert.ToHexStringLower(SHA256.HashData(file));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.GetType().Name;
        }
    }
}
