using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Gateway.Benchmarks;

/// <summary>A server in a process of its own, on a core of its own (by taskset of util-linux, which its later threads inherit).</summary>
internal sealed class ChildProcess : IDisposable
{
    // Asked before this process is pinned, after which it would count one.
    private static readonly int Cores = Environment.ProcessorCount;
    private readonly Process _process;

    private ChildProcess(Process process, int port)
    {
        _process = process;
        Port = port;
    }

    public int Port { get; }

    /// <summary>User and kernel time of the process so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

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

    /// <summary>Keeps this process, all its threads, on one core. Process.ProcessorAffinity would move its first thread alone.</summary>
    public static void PinSelf(int core)
    {
        using var taskset = Process.Start(new ProcessStartInfo("taskset", ["-acp", Core(core), Environment.ProcessId.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardOutput = true })!;
        taskset.WaitForExit();
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
        var start = new ProcessStartInfo("taskset", ["-c", Core(core), "dotnet", assembly]);
        foreach (var argument in arguments(port)) start.ArgumentList.Add(argument);
        start.Environment["DOTNET_TieredPGO"] = "1";
        var process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
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

    private static string Core(int core) => (core % Cores).ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
