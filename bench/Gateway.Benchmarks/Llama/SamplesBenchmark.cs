using System.Diagnostics;
using Gateway.Llama;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;

namespace Gateway.Benchmarks.Llama;

/// <summary>What sixteen samples of a long prompt cost, beside sixteen different prompts one after another and beside one request.</summary>
internal static class SamplesBenchmark
{
    private const int Samples = 16;
    private const int PromptTokens = 512;
    private const int AnswerTokens = 16;

    public static async Task RunAsync(int threads, int rounds, CancellationToken cancellationToken)
    {
        var path = RandomLlamaFile.Of(LocalModels.Medium);
        using var model = LocalModels.Load(path, Samples, PromptTokens + AnswerTokens, threads);
        using var client = new LlamaChatClient(model);
        using var texts = new BareModel(path);
        var asked = 0;
        var (together, apart, one) = (new List<Measured>(), new List<Measured>(), new List<Measured>());
        for (var round = 0; round <= rounds; round++)
        {
            // The template's opening is the same for all; what follows begins with another token in each text.
            var single = await MeasureAsync(client, [texts.Text(asked++, PromptTokens)], cancellationToken);
            var shared = await MeasureAsync(client, [.. Enumerable.Repeat(texts.Text(asked++, PromptTokens), Samples)], cancellationToken);
            if (round == 0) continue;
            one.Add(single);
            together.Add(shared);
            var all = new Measured(TimeSpan.Zero, 0, 0);
            for (var i = 0; i < Samples; i++) all += await MeasureAsync(client, [texts.Text(asked++, PromptTokens)], cancellationToken);
            apart.Add(all);
        }

        Console.WriteLine($"\n{Samples} samples of {AnswerTokens} tokens to a prompt of {PromptTokens} ({LocalModels.NameOf(LocalModels.Medium)}), through the engine.\n");
        Console.WriteLine("| requests | ms | prompt tokens | of them computed | of them reused |");
        Console.WriteLine("| --- | --- | --- | --- | --- |");
        Write($"{Samples} samples at once", together);
        Write($"{Samples} different prompts one after another", apart);
        Write("one request", one);
        Console.WriteLine("\n| times | ratio |\n| --- | --- |");
        Console.WriteLine(FormattableString.Invariant($"| {Samples} at once / {Samples} one after another | {Ratio(together, apart):0.000} |"));
        Console.WriteLine(FormattableString.Invariant($"| {Samples} at once / one request | {Ratio(together, one):0.00} |"));
    }

    private static double Ratio(List<Measured> of, List<Measured> to) => Medians.OfRatios(of.Select(static one => one.Time.TotalSeconds), to.Select(static one => one.Time.TotalSeconds));

    private static void Write(string name, List<Measured> measured)
    {
        var (prompt, reused) = (measured[^1].PromptTokens, measured[^1].ReusedTokens);
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {Medians.Of(measured.Select(static one => one.Time.TotalMilliseconds)):0} | {prompt} | {prompt - reused} | {reused} |"));
    }

    private static async Task<Measured> MeasureAsync(LlamaChatClient client, string[] texts, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var answers = await Task.WhenAll(texts.Select((text, seed) =>
            client.GetResponseAsync(text, new ChatOptions { Temperature = 1, Seed = seed, MaxOutputTokens = AnswerTokens }, cancellationToken)));
        return new Measured(
            Stopwatch.GetElapsedTime(started),
            answers.Sum(static answer => answer.Usage!.InputTokenCount!.Value),
            answers.Sum(static answer => answer.Usage!.CachedInputTokenCount!.Value));
    }

    private sealed record Measured(TimeSpan Time, long PromptTokens, long ReusedTokens)
    {
        public static Measured operator +(Measured a, Measured b) => new(a.Time + b.Time, a.PromptTokens + b.PromptTokens, a.ReusedTokens + b.ReusedTokens);
    }
}
