using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gateway.FunctionalTests.Hosts;
using Gateway.Testing.Gguf;

namespace Gateway.FunctionalTests;

/// <summary>The official <c>openai</c> npm client against a real gateway: <c>tests/openai-client/client.test.mjs</c>.</summary>
public sealed class OpenAIClientTests(ITestOutputHelper output)
{
    [Fact]
    public async Task OfficialClient_UsedAsAnAppWould_Works()
    {
        await BringClientAsync();
        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("echo-vote", "name: echo-vote\nkind: best-of-n\nmodel: echo\nn: 3\nselect: majority\n"));

        Assert.True(await Runs("node", Folder, "--test client.test.mjs", ("GATEWAY_URL", gateway.Address.ToString().TrimEnd('/')), ("UPSTREAM_URL", upstream.Address.ToString().TrimEnd('/'))));
    }

    [Fact(Skip = LocalModelReloadTests.WhyMissing, SkipWhen = nameof(LocalModelReloadTests.IsMissing), SkipType = typeof(LocalModelReloadTests))]
    public async Task OfficialClient_OnALocalModel_Works()
    {
        await BringClientAsync();
        await using var gateway = await GatewayHost.WithModelsAsync(new { near = new { Backend = "llama", Path = RandomLlamaFile.Of(new RandomLlama()), ContextTokens = 2048, Parallel = 4, Threads = 1 } });

        Assert.True(await Runs("node", Folder, "--test local.test.mjs", ("GATEWAY_URL", gateway.Address.ToString().TrimEnd('/')), ("LOCAL_MODEL", "near")));
    }

    private static string Folder { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "openai-client"));

    private async Task BringClientAsync()
    {
        if (!await Runs("node", Folder, "--version") || !await Runs("npm", Folder, "--version")) Assert.Skip("node or npm is not installed");
        if (!Directory.Exists(Path.Combine(Folder, "node_modules", "openai")) && !await Runs("npm", Folder, "ci"))
            Assert.Skip("npm ci could not bring the openai package");
    }

    private async Task<bool> Runs(string program, string folder, string argument, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, argument) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        try
        {
            using var process = Process.Start(start)!;
            var said = process.StandardOutput.ReadToEndAsync();
            var complained = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync();
            output.WriteLine($"{program} {argument}: {process.ExitCode}\n{await said}{await complained}");
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
