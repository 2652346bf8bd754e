using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Benchmarks;

/// <summary>A server in a process of its own, on cores of its own where the system lets us choose.</summary>
internal sealed class ChildProcess : IDisposable
{
    private readonly Process _process;

    private ChildProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>One of this program's own servers.</summary>
    public static Task<ChildProcess> StartSelfAsync(int core, Func<int, string[]> arguments, CancellationToken cancellationToken) =>
        StartAsync(core, Path.Combine(AppContext.BaseDirectory, "Gateway.Benchmarks.dll"), arguments, cancellationToken);

    /// <summary>The gateway, with this configuration alone.</summary>
    public static Task<ChildProcess> StartGatewayAsync(int core, string folder, CancellationToken cancellationToken, params string[] configuration) =>
        StartAsync(
            core,
            Path.Combine(AppContext.BaseDirectory, "Gateway.Server.dll"),
            port => ["--urls", $"http://127.0.0.1:{port}", "--contentRoot", folder, "--Logging:LogLevel:Default=Warning", .. configuration],
            cancellationToken);

    /// <summary>Keeps a process on one core, where the system lets us choose.</summary>
    public static void Pin(Process process, int core)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()) process.ProcessorAffinity = 1 << core % Environment.ProcessorCount;
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static async Task<ChildProcess> StartAsync(int core, string assembly, Func<int, string[]> arguments, CancellationToken cancellationToken)
    {
        var port = FreePort();
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false };
        start.ArgumentList.Add(assembly);
        foreach (var argument in arguments(port)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        Pin(process, core);
        for (var tries = 0; tries < 300; tries++)
        {
            if (process.HasExited) throw new InvalidOperationException($"{assembly} ended with code {process.ExitCode}.");
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
                return new ChildProcess(process, port);
            }
            catch (SocketException)
            {
                await Task.Delay(100, cancellationToken);
            }
        }

        throw new TimeoutException($"{assembly} did not listen on {port}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
