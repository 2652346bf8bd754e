using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Gateway.FunctionalTests.Hosts;
using Gateway.Hosting;

namespace Gateway.FunctionalTests;

/// <summary>What becomes of a save of <c>appsettings.json</c> that is broken, overridden, or comes as a symbolic link.</summary>
public sealed class ConfigurationReloadTests
{
    public static TheoryData<string, string> Broken => new()
    {
        { """{ "Gateway": { "Models": {""" + "\n", "appsettings.json:2:1: " },
        { "", "appsettings.json:1:1: " },
        { """{ "Gateway": { "Modles": {} } }""", "Gateway:Modles is not known; legal: " },
        { """{ "Gateway": { "Models": { "m": { "Endpoint": "http://h/v1", "MaxConcurrency": "many" } } } }""", "Gateway:Models:m:MaxConcurrency 'many' is not legal; legal: a whole number" },
        { """{ "Gateway": { "Models": { "m": { "Endpoint": "http://h/v1", "ApiKey": "sk-literal" } } } }""", "Gateway:Models:m:ApiKey is not legal; legal: env:NAME or file:PATH" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Save_Broken_IsReportedOnceAndWhatWasInForceStays(string save, string reason)
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var m = new { Endpoint = $"{upstream.Address}v1" };
        await using var gateway = await GatewayHost.WithModelsAsync(new { m });
        var before = ModelReloadTests.Client(gateway, "m");

        await File.WriteAllTextAsync(gateway.SettingsFile, save);
        await Eventually.TrueAsync(async () => (await gateway.ReasonsAsync()).Contains(reason, StringComparison.Ordinal));

        Assert.Equal("You said: x", await gateway.TextAsync("m"));
        Assert.Same(before, ModelReloadTests.Client(gateway, "m"));

        // A repaired save comes after all that the broken one could still say.
        await gateway.SaveAsync(new { m, second = m });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).Contains("second"));
        Assert.Empty(await gateway.ReasonsAsync());
        Assert.Single(gateway.Warnings, line => line.Contains(reason, StringComparison.Ordinal));
        Assert.DoesNotContain("sk-literal", string.Join('\n', gateway.Warnings), StringComparison.Ordinal);
        Assert.Same(before, ModelReloadTests.Client(gateway, "m"));
        Assert.Empty(gateway.Errors);
    }

    [Fact]
    public async Task Start_BrokenFile_IsRefusedWithItsPlaceAndNoStackTrace()
    {
        var refusal = await Assert.ThrowsAsync<GatewayConfigurationException>(static () => GatewayHost.StartAsync([], settings: "{\n  \"Gateway\": x\n}"));

        Assert.Contains("appsettings.json':2:14: 'x' is an invalid start of a value", Assert.Single(refusal.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_Deleted_IsReportedAndWhatWasInForceStays()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = new { Endpoint = $"{upstream.Address}v1" } });

        File.Delete(gateway.SettingsFile);
        await Eventually.TrueAsync(async () => (await gateway.ReasonsAsync()).Contains("appsettings.json is gone", StringComparison.Ordinal));

        Assert.Equal("You said: x", await gateway.TextAsync("m"));
    }

    [Fact]
    public async Task CommandLine_SaysOtherwise_StillOverridesTheFile()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.StartAsync(
            [$"Gateway:Models:m:Endpoint={upstream.Address}v1"], settings: GatewayHost.Settings(new { m = new { Endpoint = "http://127.0.0.1:9/v1", Model = "first" } }));

        await gateway.SaveAsync(new { m = new { Endpoint = "http://127.0.0.1:10/v1", Model = "second" } });
        await Eventually.TrueAsync(async () =>
        {
            await gateway.TextAsync("m");
            return upstream.Requests.Last().GetProperty("model").GetString() == "second";
        });
    }

    [Fact]
    public async Task KeysOfTheStart_Changed_AreNamedAndDoNotChangeTheServer()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var endpoint = $"{upstream.Address}v1";
        var port = FreePort();
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = new { Endpoint = endpoint } });

        // An address that is not loopback is refused at start, and must not slip in later.
        await File.WriteAllTextAsync(gateway.SettingsFile, $$"""
            {
              "Kestrel": { "Endpoints": { "open": { "Url": "http://0.0.0.0:{{port}}" } } },
              "Gateway": { "MaxBodyBytes": 1024, "Models": { "m": { "Endpoint": "{{endpoint}}" }, "second": { "Endpoint": "{{endpoint}}" } } }
            }
            """);
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).Contains("second"));

        Assert.Equal("You said: " + new string('x', 2000), await gateway.TextAsync("m", new string('x', 2000)));
        Assert.Single(gateway.Warnings, static line => line.Contains("Gateway:MaxBodyBytes has changed; it takes effect at the next start", StringComparison.Ordinal));
        Assert.Single(gateway.Warnings, static line => line.Contains("Kestrel:Endpoints:open:Url has changed; it takes effect at the next start", StringComparison.Ordinal));
        Assert.DoesNotContain(IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners(), listener => listener.Port == port);
    }

    [Fact]
    public async Task Mount_LinkSwapped_IsFollowed()
    {
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        var m = new { Endpoint = $"{upstream.Address}v1" };
        await using var gateway = await GatewayHost.WithModelsAsync(new { m });
        await MountAsync(gateway, "..first", new { m });
        File.Delete(gateway.SettingsFile);
        File.CreateSymbolicLink(gateway.SettingsFile, Path.Combine("..data", "appsettings.json"));

        // As a kubelet does it: a new folder, and one link that points to it. No event of the file itself tells.
        await MountAsync(gateway, "..second", new { m, second = m });

        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).Contains("second"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task MountAsync(GatewayHost gateway, string version, object models)
    {
        var folder = Directory.CreateDirectory(Path.Combine(gateway.Folder, version)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "appsettings.json"), GatewayHost.Settings(models));
        var link = Path.Combine(gateway.Folder, "..data");
        File.Delete(link);
        Directory.CreateSymbolicLink(link, version);
    }
}
