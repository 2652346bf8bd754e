using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>What a policy adds to the time of its calls, and whether tokens leave when they come.</summary>
internal static class LatencyBenchmark
{
    public static async Task<int> RunAsync(int delayMilliseconds, int repeats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench").FullName;
        var policies = Directory.CreateDirectory(Path.Combine(folder, "policies")).FullName;
        await File.WriteAllTextAsync(Path.Combine(policies, "vote.yaml"), "name: vote\nkind: best-of-n\nmodel: mock\nn: 3\nselect: majority\n", cancellationToken);
        // Three models that say different things: equal candidates would need no judge.
        await File.WriteAllTextAsync(Path.Combine(policies, "judged.yaml"), "name: judged\nkind: best-of-n\nmodels: [mock, mock-b, mock-c]\nselect: { by: judge, model: mock }\n", cancellationToken);
        const int gap = 100;
        using var upstream = await ChildProcess.StartSelfAsync(1, port => ["serve-upstream", "--port", $"{port}", "--delay-ms", $"{delayMilliseconds}", "--gap-ms", $"{gap}"], cancellationToken);
        using var gateway = await ChildProcess.StartGatewayAsync(0, folder, cancellationToken,
            [.. new[] { "mock", "mock-b", "mock-c" }.Select(name => $"--Gateway:Models:{name}:Endpoint=http://127.0.0.1:{upstream.Port}/v1")]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Port}") };

        Console.WriteLine($"D = {delayMilliseconds} ms, {repeats} requests each after a warm-up");
        Console.WriteLine("| model | median ms | as a multiple of D | slowest |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var model in new[] { "mock", "vote", "judged" })
        {
            var times = new List<double>();
            for (var i = -3; i < repeats; i++)
            {
                var watch = Stopwatch.StartNew();
                using var answer = await http.PostAsJsonAsync("/v1/chat/completions", new { model, messages = new[] { new { role = "user", content = "?" } } }, cancellationToken);
                answer.EnsureSuccessStatusCode();
                await answer.Content.ReadAsByteArrayAsync(cancellationToken);
                if (i >= 0) times.Add(watch.Elapsed.TotalMilliseconds);
            }

            times.Sort();
            Console.WriteLine(FormattableString.Invariant($"| {model} | {times[repeats / 2]:0.0} | {times[repeats / 2] / delayMilliseconds:0.00} D | {times[^1] / delayMilliseconds:0.00} D |"));
        }

        var gaps = await GapsAsync(http, cancellationToken);
        Console.WriteLine(FormattableString.Invariant(
            $"\nStream with {gap} ms between tokens upstream; gaps as they reach the client, ms: median {gaps[gaps.Count / 2]:0.0}, smallest {gaps[0]:0.0}, largest {gaps[^1]:0.0} ({gaps.Count} gaps)"));
        return 0;
    }

    private static async Task<List<double>> GapsAsync(HttpClient http, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model = "mock", stream = true, messages = new[] { new { role = "user", content = "?" } } }),
        };
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var gaps = new List<double>();
        long? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.Contains("token", StringComparison.Ordinal)) continue;
            if (last is { } before) gaps.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            last = Stopwatch.GetTimestamp();
        }

        gaps.Sort();
        return gaps;
    }
}
