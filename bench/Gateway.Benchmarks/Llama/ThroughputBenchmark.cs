using System.Diagnostics;
using Gateway.Llama;
using Gateway.Llama.Sampling;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;

namespace Gateway.Benchmarks.Llama;

/// <summary>
/// Tokens a second of the engine and of the bare loop on the same work: the same prompt, the same seeds, the same settings, each sequence the
/// same answers one after another. What ends its answers has them begun again in both, so that the sequences stay busy; where rounding lets a
/// draw fall otherwise, an answer's length may differ, and so each side is divided by the tokens that it drew itself.
/// The loop has its next prompt at hand. So does the engine with two clients for each sequence: one waits in the queue while the other is answered.
/// With one client for each the sequence waits until the client has read the answer's end and asked again; that is shown beside it.
/// </summary>
internal static class ThroughputBenchmark
{
    private const int ContextTokens = 256;

    // The engine's code is compiled again in the background while it gets hot, on a processor that the steps want.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);

    public static async Task RunAsync(int threads, int rounds, bool small, CancellationToken cancellationToken)
    {
        Console.WriteLine("\nTokens a second, with the prompt's computation in the time: the engine beside a bare loop over the same library.\n");
        Console.WriteLine("| model | sequences | tokens of a round | engine, tokens/s | bare loop, tokens/s | engine / bare loop | the same, one client a sequence |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- | --- |");

        // Sums end after 30 to 100 tokens, and single answers take milliseconds: many of them make a time that can be read.
        await RunAsync("tiny-sum", LocalModels.TinySum, static round => $"{31 + round}+12+39+97+45+8", static sequences => Math.Max(8, 128 / sequences), _ => 200, threads, rounds, cancellationToken);

        // Never ends by itself: one answer of a given length for each sequence, shorter where the steps are slower.
        if (small) return;
        var large = RandomLlamaFile.Of(LocalModels.Large);
        await RunAsync(
            LocalModels.NameOf(LocalModels.Large), large, static round => $"{(char)('a' + round)} prompt of some thirty tokens", _ => 1, static sequences => sequences < 32 ? 32 : 16, threads, rounds, cancellationToken);
    }

    private static async Task RunAsync(
        string name, string path, Func<int, string> prompt, Func<int, int> answersOf, Func<int, int> maxTokensOf, int threads, int rounds, CancellationToken cancellationToken)
    {
        using var bareModel = new BareModel(path);
        foreach (var sequences in new[] { 1, 8, 32 })
        {
            var (answers, maxTokens) = (answersOf(sequences), maxTokensOf(sequences));
            using var model = LocalModels.Load(path, sequences, ContextTokens, threads);
            using var client = new LlamaChatClient(model);
            using var bare = new BareLoop(bareModel, sequences, ContextTokens, threads);
            var (queued, single, bares) = (new List<double>(), new List<double>(), new List<double>());
            var drawn = 0L;
            for (var round = 0; round <= rounds; round++)
            {
                // A prompt of its own for each round: the engine keeps those of earlier ones. Which side begins changes.
                var text = prompt(round);
                var options = Options(round, sequences, answers, maxTokens);
                var tokens = bareModel.Prompt(text);
                var settings = Array.ConvertAll(options, static one => Array.ConvertAll(one, SamplerSettings.Of));
                for (var turn = 0; turn < 3; turn++)
                {
                    var side = (turn + round) % 3;
                    var started = Stopwatch.GetTimestamp();
                    do drawn = side == 0 ? bare.Generate(tokens, settings, maxTokens) : await AskAllAsync(client, text, options, clients: side, cancellationToken);
                    while (round == 0 && Stopwatch.GetElapsedTime(started) < WarmUp);
                    if (round > 0) (side switch { 0 => bares, 1 => single, _ => queued }).Add(drawn / Stopwatch.GetElapsedTime(started).TotalSeconds);
                }
            }

            Console.WriteLine(FormattableString.Invariant(
                $"| {name} | {sequences} | {drawn} | {Medians.Of(queued):0} | {Medians.Of(bares):0} | {Medians.OfRatios(queued, bares):0.00} | {Medians.OfRatios(single, bares):0.00} |"));
        }
    }

    private static ChatOptions[][] Options(int round, int sequences, int answers, int maxTokens) =>
        [.. Enumerable.Range(0, sequences).Select(sequence => Enumerable.Range(0, answers).Select(answer =>
            new ChatOptions { Temperature = 1, Seed = (round * answers + answer) * sequences + sequence, MaxOutputTokens = maxTokens }).ToArray())];

    private static async Task<long> AskAllAsync(LlamaChatClient client, string text, ChatOptions[][] options, int clients, CancellationToken cancellationToken)
    {
        var asking = from answers in options
                     from number in Enumerable.Range(0, clients)
                     select AskAsync(client, text, answers.Where((_, i) => i % clients == number), cancellationToken);
        return (await Task.WhenAll(asking)).Sum();
    }

    private static async Task<long> AskAsync(LlamaChatClient client, string text, IEnumerable<ChatOptions> answers, CancellationToken cancellationToken)
    {
        var drawn = 0L;
        foreach (var options in answers) drawn += (await client.GetResponseAsync(text, options, cancellationToken)).Usage!.OutputTokenCount!.Value;
        return drawn;
    }
}
