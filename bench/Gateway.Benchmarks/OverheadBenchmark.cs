namespace Gateway.Benchmarks;

/// <summary>
/// Chat requests through each server, in interleaved rounds. The measured server has one core; the upstream and the load share another,
/// and the floor of that arrangement is the upstream asked directly. Beside the times stands the server's own processor time for each
/// request, which a busy machine disturbs less.
/// </summary>
internal static class OverheadBenchmark
{
    public static async Task<int> RunAsync(int seconds, int rounds, int warmUp, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        ChildProcess.PinSelf(1);
        using var upstream = await ChildProcess.StartSelfAsync(1, port => ["serve-upstream", "--port", $"{port}"], cancellationToken);
        var address = $"http://127.0.0.1:{upstream.Port}";
        using var yarp = await ChildProcess.StartSelfAsync(0, port => ["serve-yarp", "--port", $"{port}", "--to", address], cancellationToken);
        using var endpoint = await ChildProcess.StartSelfAsync(0, port => ["serve-endpoint", "--port", $"{port}", "--to", address], cancellationToken);
        using var gateway = await ChildProcess.StartGatewayAsync(0, folder, cancellationToken, $"--Gateway:Models:mock:Endpoint={address}/v1", "--Gateway:Models:mock:MaxConcurrency=1000");

        (string Name, ChildProcess Process)[] servers = [("upstream itself", upstream), ("bare YARP", yarp), ("bare endpoint", endpoint), ("gateway, direct", gateway)];
        Console.WriteLine($"{Environment.ProcessorCount} cores, {rounds} rounds of {seconds} s after {warmUp} s of warm-up each; the measured server has one core.");

        // On one core the JIT compiles beside the requests: until all hot code has its last tier, a minute of load can pass.
        foreach (var (_, server) in servers) await LoadClient.RunAsync(server.Port, "mock", 32, TimeSpan.FromSeconds(warmUp), cancellationToken);

        foreach (var connections in new[] { 1, 32 })
        {
            var measured = servers.ToDictionary(static server => server.Name, static _ => new List<Measured>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (name, server) in servers) measured[name].Add(await MeasureAsync(server, connections, seconds, cancellationToken));
            }

            Print(connections, servers.Select(server => (server.Name, measured[server.Name])));
        }

        return 0;
    }

    private static async Task<Measured> MeasureAsync(ChildProcess server, int connections, int seconds, CancellationToken cancellationToken)
    {
        var before = server.ProcessorTime;
        var figures = await LoadClient.RunAsync(server.Port, "mock", connections, TimeSpan.FromSeconds(seconds), cancellationToken);
        return new Measured(figures, (server.ProcessorTime - before).TotalMicroseconds / figures.Requests);
    }

    private static void Print(int connections, IEnumerable<(string Name, List<Measured> Rounds)> servers)
    {
        Console.WriteLine();
        Console.WriteLine($"| {connections} client(s) | requests/s | CPU µs a request | p50 µs | p50 less the upstream's | p99 µs | x-gateway-overhead-ms p50, µs |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");
        double? floor = null;
        foreach (var (name, rounds) in servers)
        {
            var median = Median(rounds, static round => round.Load.MedianMicroseconds);
            floor ??= median;
            var header = Median(rounds, static round => round.Load.HeaderOverheadMicroseconds);
            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {Median(rounds, static round => round.Load.RequestsPerSecond):0} | {Median(rounds, static round => round.ProcessorMicroseconds):0} | {median:0} | {median - floor:0} | {Median(rounds, static round => round.Load.P99Microseconds):0} | {(double.IsNaN(header) ? "" : $"{header:0}")} |"));
        }
    }

    private static double Median(List<Measured> rounds, Func<Measured, double> read) => rounds.Select(read).Order().ElementAt(rounds.Count / 2);

    private sealed record Measured(LoadClient.Figures Load, double ProcessorMicroseconds);
}
