using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.OpenAI;
using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting;

/// <summary>Reads section <c>Gateway</c>, and refuses it as a whole where anything in it is wrong.</summary>
public static partial class GatewayOptionsReader
{
    /// <param name="configuration">The whole configuration.</param>
    /// <param name="root">Relative paths count from here.</param>
    /// <exception cref="GatewayConfigurationException">With every mistake.</exception>
    public static GatewayOptions Read(IConfiguration configuration, string root)
    {
        var errors = new List<string>();
        var gateway = new ConfigSection(configuration.GetSection("Gateway"), errors);
        var models = gateway.Entries("Models").Select(entry => ReadModel(entry, root, errors)).OfType<ModelSettings>().ToArray();

        var records = gateway.Section("Records");
        var keep = records.Int("Keep", 1000, 0, 1_000_000);
        var content = records.Word("Content", "memory", "memory", "all", "none");
        records.Done();

        var notices = ReadCache(gateway).ToArray();
        if (gateway.Entries("Keys").Any()) gateway.Wrong("Keys", "has entries, and this version has no keys yet; legal: no entry");

        var options = new GatewayOptions
        {
            Models = models,
            PolicyFolder = Path.GetFullPath(gateway.Text("Policies") ?? "policies", root),
            KeepRecords = keep,
            KeepTexts = content != "none",
            Notices = notices,
            AllowAnonymous = gateway.Bool("AllowAnonymous", false),
            MaxBodyBytes = gateway.Int("MaxBodyBytes", 10 * 1024 * 1024, 1024, int.MaxValue),
            ShutdownTimeout = gateway.Seconds("ShutdownSeconds", 0, 3600) ?? TimeSpan.FromSeconds(30),
        };
        gateway.Done();
        return errors.Count == 0 ? options : throw new GatewayConfigurationException(errors);
    }

    // Sections of the contract whose part is not built yet: a file that has them stays legal, and the log says that nothing is cached.
    private static IEnumerable<string> ReadCache(ConfigSection gateway)
    {
        var cache = gateway.Section("Cache");
        var enabled = cache.Bool("Enabled", false);
        var lifetime = cache.Text("TimeToLive");
        if (lifetime is not null && (!TimeSpan.TryParse(lifetime, CultureInfo.InvariantCulture, out var span) || span <= TimeSpan.Zero))
            cache.Wrong("TimeToLive", $"'{lifetime}' is not legal; legal: a time span such as 7.00:00:00");
        cache.Done();
        if (enabled || lifetime is not null) yield return "Gateway:Cache is set, and this version has no candidate bank: nothing is cached";

        var redis = gateway.Section("Redis");
        var set = redis.Text("ConnectionString") is not null | redis.Text("DataFolder") is not null;
        redis.Done();
        if (set) yield return "Gateway:Redis is set, and this version has no candidate bank: nothing is stored there";
    }

    private static ModelSettings? ReadModel(ConfigSection entry, string root, List<string> errors)
    {
        if (!NamePattern().IsMatch(entry.Name))
        {
            errors.Add($"Gateway:Models:{entry.Name} is not a legal name; legal: letters, digits, '.', '_', '-', the first a letter or digit");
            return null;
        }

        var backend = entry.Word("Backend", entry.Has("Path") ? "llama" : "openai", "llama", "openai");
        ModelSettings? model = backend == "llama" ? LocalModelReader.Read(entry, root) : ReadRemote(entry, root);
        var price = ReadPrice(entry.Section("Price"));
        entry.Done();
        return model is null ? null : model with { Price = price };
    }

    private static RemoteModelSettings? ReadRemote(ConfigSection entry, string root)
    {
        string[] addresses = entry.Text("Endpoint") is { } one ? [one, .. entry.List("Endpoints")] : [.. entry.List("Endpoints")];
        var endpoints = new List<Uri>();
        foreach (var address in addresses)
        {
            if (Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri is { UserInfo: "", Query: "", Fragment: "" }) endpoints.Add(uri);
            else entry.Wrong("Endpoint", $"{(address.Contains('@', StringComparison.Ordinal) ? "" : $"'{address}' ")}is not legal; legal: an http or https address without password and query, such as https://host/v1");
        }

        if (addresses.Length == 0) entry.Wrong("Endpoint", "is missing; legal: an http or https address such as https://host/v1, or a list of them under Endpoints");
        var key = entry.Text("ApiKey");
        if (key is not null && !Secret.IsReference(key)) entry.Wrong("ApiKey", "is not legal; legal: env:NAME or file:PATH, never the key itself");

        var settings = new RemoteModelSettings(entry.Name, endpoints)
        {
            ContextTokens = entry.Int("ContextTokens", 128_000, 16, 16_777_216),
            UpstreamModel = entry.Text("Model") ?? entry.Name,
            ApiKey = key?.StartsWith("file:", StringComparison.Ordinal) == true && Secret.IsReference(key) ? $"file:{Path.GetFullPath(key[5..], root)}" : key,
            MaxConcurrency = entry.Int("MaxConcurrency", 64, 1, 100_000),
            Timeout = entry.Seconds("TimeoutSeconds", 0.001, 86_400) ?? TimeSpan.FromSeconds(120),
            FirstByteTimeout = entry.Seconds("FirstByteTimeoutSeconds", 0.001, 86_400),
            BatchSamples = entry.Bool("BatchSamples", false),
            MaxRetries = entry.Int("MaxRetries", 2, 0, 10),
            HealthPath = entry.Text("HealthPath"),
            PrefixContinuation = entry.Word("PrefixContinuation", "none", "none", "vllm", "llama-server", "prefix-flag") switch
            {
                "vllm" => PrefixContinuation.Vllm,
                "llama-server" => PrefixContinuation.LlamaServer,
                "prefix-flag" => PrefixContinuation.PrefixFlag,
                _ => PrefixContinuation.None,
            },
        };
        return endpoints.Count > 0 ? settings : null;
    }

    private static Price ReadPrice(ConfigSection section)
    {
        var input = section.Decimal("InputPerMillion", 0, 0, 1_000_000);
        var cached = section.Decimal("CachedInputPerMillion", input, 0, 1_000_000);
        var output = section.Decimal("OutputPerMillion", 0, 0, 1_000_000);
        section.Done();
        return new Price(input, cached, output);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]*\z")]
    private static partial Regex NamePattern();
}
