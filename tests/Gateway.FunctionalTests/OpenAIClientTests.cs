using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Gateway.FunctionalTests.Hosts;

namespace Gateway.FunctionalTests;

/// <summary>The official <c>openai</c> npm client against a real gateway: <c>tests/openai-client/client.test.mjs</c>.</summary>
public sealed class OpenAIClientTests(ITestOutputHelper output)
{
    [Fact]
    public async Task OfficialClient_UsedAsAnAppWould_Works()
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "openai-client"));
        if (!await Runs("node", folder, "--version") || !await Runs("npm", folder, "--version")) Assert.Skip("node or npm is not installed");
        if (!Directory.Exists(Path.Combine(folder, "node_modules", "openai")) && !await Runs("npm", folder, "ci"))
            Assert.Skip("npm ci could not bring the openai package");

        await using var upstream = await ScriptedUpstream.StartAsync(Scripts.Echo);
        await using var gateway = await GatewayHost.OverAsync(upstream, ("echo-vote", "name: echo-vote\nkind: best-of-n\nmodel: echo\nn: 3\nselect: majority\n"));

        Assert.True(await Runs("node", folder, "--test", ("GATEWAY_URL", gateway.Address.ToString().TrimEnd('/')), ("UPSTREAM_URL", upstream.Address.ToString().TrimEnd('/'))));
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
