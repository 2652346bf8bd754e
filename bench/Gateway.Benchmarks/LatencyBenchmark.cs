using System.Diagnostics;

namespace Gateway.Benchmarks;

/// <summary>What a policy adds to the time of its calls, and whether tokens leave when they come.</summary>
internal static class LatencyBenchmark
{
    private static readonly (string Name, string Body)[] Policies =
    [
        ("vote", "kind: best-of-n\nmodel: mock\nn: 3\nselect: majority"),
        ("vote-of-5", "kind: best-of-n\nmodel: mock\nn: 5\nselect: majority"),

        // Three models that say different things: equal candidates would need no judge and no fuser.
        ("judged", "kind: best-of-n\nmodels: [mock, mock-b, mock-c]\nselect: { by: judge, model: mock }"),
        ("fused", "kind: fusion-of-n\nmodels: [mock, mock-b, mock-c]\nfuser: mock"),
        ("switch", "kind: model-switch\nmodels: [mock, mock-b]\nsamples: 5"),
    ];

    public static async Task<int> RunAsync(int delayMilliseconds, int repeats, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("gateway-bench").FullName;
        var policies = Directory.CreateDirectory(Path.Combine(folder, "policies")).FullName;
        foreach (var (name, body) in Policies) await File.WriteAllTextAsync(Path.Combine(policies, $"{name}.yaml"), $"name: {name}\n{body}\n", cancellationToken);
        const int gap = 100;
        using var upstream = await ChildProcess.StartSelfAsync(1, port => ["serve-upstream", "--port", $"{port}", "--delay-ms", $"{delayMilliseconds}", "--gap-ms", $"{gap}"], cancellationToken);
        using var gateway = await ChildProcess.StartGatewayAsync(0, folder, cancellationToken,
            [.. new[] { "mock", "mock-b", "mock-c" }.Select(name => $"--Gateway:Models:{name}:Endpoint=http://127.0.0.1:{upstream.Port}/v1")]);
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.Port}") };

        Console.WriteLine($"D = {delayMilliseconds} ms, {repeats} requests each after a warm-up");
        Console.WriteLine("| model | median ms | as a multiple of D | slowest |");
        Console.WriteLine("| --- | --- | --- | --- |");
        foreach (var model in Policies.Select(static policy => policy.Name).Prepend("mock"))
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

        var firsts = new List<double>();
        for (var i = 0; i < repeats; i++) firsts.Add((await StreamAsync(http, "fused", cancellationToken)).First.TotalMilliseconds);
        firsts.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"\nfused as a stream, the fuser answering at once: first token after {firsts[repeats / 2]:0.0} ms, {firsts[repeats / 2] / delayMilliseconds:0.00} D"));

        var gaps = (await StreamAsync(http, "mock", cancellationToken)).Gaps;
        Console.WriteLine(FormattableString.Invariant(
            $"\nStream with {gap} ms between tokens upstream; gaps as they reach the client, ms: median {gaps[gaps.Count / 2]:0.0}, smallest {gaps[0]:0.0}, largest {gaps[^1]:0.0} ({gaps.Count} gaps)"));
        return 0;
    }

    /// <summary>Reads a stream: when its first token came, and the times between tokens in milliseconds, ascending.</summary>
    private static async Task<(TimeSpan First, List<double> Gaps)> StreamAsync(HttpClient http, string model, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = JsonContent.Create(new { model, stream = true, messages = new[] { new { role = "user", content = "?" } } }),
        };
        var asked = Stopwatch.GetTimestamp();
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellationToken));
        var gaps = new List<double>();
        var first = TimeSpan.Zero;
        long? last = null;
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            if (!line.Contains("token", StringComparison.Ordinal)) continue;
            if (last is null) first = Stopwatch.GetElapsedTime(asked);
            if (last is { } before) gaps.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            last = Stopwatch.GetTimestamp();
        }

        gaps.Sort();
        return (first, gaps);
    }
}
