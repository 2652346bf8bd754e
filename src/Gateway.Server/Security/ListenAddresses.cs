using System.Net;

namespace Gateway.Server.Security;

/// <summary>Where the server listens: on loopback alone as long as nobody has to show a key.</summary>
internal static class ListenAddresses
{
    public const string Default = "http://127.0.0.1:8080";

    /// <summary>Sets the default address where none is given, and finds those that are not loopback.</summary>
    /// <returns>The addresses that other machines can reach; empty where all are loopback.</returns>
    public static IReadOnlyList<string> Settle(WebApplicationBuilder builder)
    {
        var configuration = builder.Configuration;
        var endpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(static endpoint => endpoint["Url"]).OfType<string>().ToArray();
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var ports = $"{configuration["http_ports"]};{configuration["https_ports"]}".Split(';', StringSplitOptions.RemoveEmptyEntries);
        if (endpoints.Length + urls.Length + ports.Length == 0)
        {
            builder.WebHost.UseUrls(Default);
            return [];
        }

        // Kestrel's own order: its endpoints, else urls, else ports on every address.
        if (endpoints.Length > 0) return [.. endpoints.Where(static url => !IsLoopback(url))];
        return urls.Length > 0 ? [.. urls.Where(static url => !IsLoopback(url))] : [.. ports.Select(static port => $"*:{port}")];
    }

    internal static bool IsLoopback(string url)
    {
        try
        {
            // Kestrel's own reading: what is neither "localhost" nor an address it binds on every interface.
            var address = BindingAddress.Parse(url);
            return address.IsUnixPipe
                || address.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip));
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
