using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Benchmarks;

/// <summary>Accuracy on held-out items, as a client sees it. All three ways answer the same items with the same seeds, so their difference is paired.</summary>
internal static partial class GainBenchmark
{
    public sealed record Settings(string Url, string Policy, string Model, string Items, int Limit, double Temperature, double TopP);

    public static async Task<int> RunAsync(Settings settings, CancellationToken cancellationToken)
    {
        var items = File.ReadLines(settings.Items).Take(settings.Limit).Select(static line => line.Split('\t')).ToArray();
        using var http = new HttpClient { BaseAddress = new Uri(settings.Url) };
        var greedy = new bool[items.Length];
        var single = new bool[items.Length];
        var vote = new bool[items.Length];
        var calls = 0L;
        await Parallel.ForAsync(0, items.Length, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (i, token) =>
        {
            var (question, gold) = (items[i][0], items[i][1]);
            greedy[i] = (await AskAsync(http, settings.Model, question, i, 0, 1, token)).Answer == gold;
            single[i] = (await AskAsync(http, settings.Model, question, i, settings.Temperature, settings.TopP, token)).Answer == gold;
            var voted = await AskAsync(http, settings.Policy, question, i, null, null, token);
            vote[i] = voted.Answer == gold;
            Interlocked.Add(ref calls, voted.Calls);
        });

        var (low, high) = PairedBootstrap(vote, single);
        Console.WriteLine(FormattableString.Invariant($"{items.Length} items of {settings.Items}"));
        Console.WriteLine(FormattableString.Invariant($"{settings.Model}, greedy: {Share(greedy):P1}"));
        Console.WriteLine(FormattableString.Invariant($"{settings.Model}, one sample at temperature {settings.Temperature}, top_p {settings.TopP}: {Share(single):P1}"));
        Console.WriteLine(FormattableString.Invariant($"{settings.Policy}: {Share(vote):P1}, {(double)calls / items.Length:0.00} calls an item"));
        Console.WriteLine(FormattableString.Invariant($"{settings.Policy} less one sample: {Share(vote) - Share(single):+0.0%;-0.0%}, 95 % interval {low:+0.0%;-0.0%} to {high:+0.0%;-0.0%} (paired bootstrap, 10,000 resamples)"));
        return 0;
    }

    private static async Task<(string? Answer, int Calls)> AskAsync(
        HttpClient http, string model, string question, int seed, double? temperature, double? topP, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsJsonAsync(
            "/v1/chat/completions",
            new { model, seed, temperature, top_p = topP, max_tokens = 200, messages = new[] { new { role = "user", content = question } } },
            cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(body.ToString());
        var text = body.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString() ?? "";
        var match = Answer().Match(text);
        return (match.Success ? match.Groups[1].Value.Trim() : null, int.Parse(response.Headers.GetValues("x-gateway-calls").First(), System.Globalization.CultureInfo.InvariantCulture));
    }

    private static double Share(bool[] correct) => correct.Count(static right => right) / (double)correct.Length;

    /// <summary>The 95 % percentile interval of the mean paired difference.</summary>
    private static (double Low, double High) PairedBootstrap(bool[] ours, bool[] theirs)
    {
        var random = new Random(1);
        var differences = ours.Zip(theirs, static (our, their) => (our ? 1 : 0) - (their ? 1 : 0)).ToArray();
        var means = new double[10_000];
        for (var resample = 0; resample < means.Length; resample++)
        {
            var sum = 0;
            for (var i = 0; i < differences.Length; i++) sum += differences[random.Next(differences.Length)];
            means[resample] = sum / (double)differences.Length;
        }

        Array.Sort(means);
        return (means[249], means[9749]);
    }

    // The shipped models end with "####answer".
    [GeneratedRegex("####(.*)$")]
    private static partial Regex Answer();
}
