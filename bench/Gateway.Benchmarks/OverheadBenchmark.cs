namespace Gateway.Benchmarks;

/// <summary>
/// Chat requests through each server, in interleaved rounds. The measured server has one core; the upstream and the load share another,
/// and the floor of that arrangement is the upstream asked directly.
/// </summary>
internal static class OverheadBenchmark
{
    public static async Task<int> RunAsync(int seconds, int rounds, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "policies"));
        ChildProcess.PinSelf(1);
        using var upstream = await ChildProcess.StartSelfAsync(1, port => ["serve-upstream", "--port", $"{port}"], cancellationToken);
        var address = $"http://127.0.0.1:{upstream.Port}";
        using var yarp = await ChildProcess.StartSelfAsync(0, port => ["serve-yarp", "--port", $"{port}", "--to", address], cancellationToken);
        using var endpoint = await ChildProcess.StartSelfAsync(0, port => ["serve-endpoint", "--port", $"{port}", "--to", address], cancellationToken);
        using var gateway = await ChildProcess.StartGatewayAsync(0, folder, cancellationToken, $"--Gateway:Models:mock:Endpoint={address}/v1", "--Gateway:Models:mock:MaxConcurrency=1000");

        (string Name, int Port)[] servers = [("upstream itself", upstream.Port), ("bare YARP", yarp.Port), ("bare endpoint", endpoint.Port), ("gateway, direct", gateway.Port)];
        Console.WriteLine($"{Environment.ProcessorCount} cores, {rounds} rounds of {seconds} s after a warm-up; the measured server has one core.");
        foreach (var (_, port) in servers)
        {
            await LoadClient.RunAsync(port, "mock", 8, TimeSpan.FromSeconds(3), cancellationToken);
            await LoadClient.RunAsync(port, "mock", 8, TimeSpan.FromSeconds(3), cancellationToken);
        }

        foreach (var connections in new[] { 1, 32 })
        {
            var figures = servers.ToDictionary(static server => server.Name, static _ => new List<LoadClient.Figures>());
            for (var round = 0; round < rounds; round++)
            {
                foreach (var (name, port) in servers)
                    figures[name].Add(await LoadClient.RunAsync(port, "mock", connections, TimeSpan.FromSeconds(seconds), cancellationToken));
            }

            Console.WriteLine();
            Console.WriteLine($"| {connections} client(s) | requests/s | p50 µs | p50 less the upstream's | p99 µs | x-gateway-overhead-ms p50, µs |");
            Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
            var floor = Median(figures["upstream itself"], static figure => figure.MedianMicroseconds);
            foreach (var (name, _) in servers)
            {
                var median = Median(figures[name], static figure => figure.MedianMicroseconds);
                var header = Median(figures[name], static figure => figure.HeaderOverheadMicroseconds);
                Console.WriteLine(FormattableString.Invariant(
                    $"| {name} | {Median(figures[name], static figure => figure.RequestsPerSecond):0} | {median:0} | {median - floor:0} | {Median(figures[name], static figure => figure.P99Microseconds):0} | {(double.IsNaN(header) ? "" : $"{header:0}")} |"));
            }
        }

        return 0;
    }

    private static double Median(List<LoadClient.Figures> figures, Func<LoadClient.Figures, double> read) => figures.Select(read).Order().ElementAt(figures.Count / 2);
}
