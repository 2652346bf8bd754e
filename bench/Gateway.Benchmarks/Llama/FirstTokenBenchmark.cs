using System.Diagnostics;
using Gateway.Llama;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;

namespace Gateway.Benchmarks.Llama;

/// <summary>How long a short request waits for its first token while the engine computes a long prompt.</summary>
internal static class FirstTokenBenchmark
{
    private const int LongPrompt = 3000;
    private const int ShortPrompt = 16;
    private const int Parallel = 4;
    private const int ContextTokens = 3072;

    public static async Task RunAsync(int threads, int rounds, CancellationToken cancellationToken)
    {
        var path = RandomLlamaFile.Of(LocalModels.Medium);
        using var texts = new BareModel(path);
        using var bare = new BareLoop(texts, Parallel, ContextTokens, threads);
        using var model = LocalModels.Load(path, Parallel, ContextTokens, threads);
        using var client = new LlamaChatClient(model);
        var (chunks, alone, beside, whole) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
        var asked = 0;
        var overtaken = 0;
        for (var round = 0; round <= rounds; round++)
        {
            var chunk = Medians.Of(bare.TimeChunks(texts.Prompt(texts.Text(asked++, LongPrompt))).Select(static time => time.TotalMilliseconds));
            var shortAlone = await FirstTokenAsync(client, texts.Text(asked++, ShortPrompt), cancellationToken);
            var longRequest = FirstTokenAsync(client, texts.Text(asked++, LongPrompt), cancellationToken);

            // Asked in the middle of the second chunk, of about six.
            await Task.Delay(TimeSpan.FromMilliseconds(chunk * 1.5), cancellationToken);
            var shortBeside = await FirstTokenAsync(client, texts.Text(asked++, ShortPrompt), cancellationToken);
            var overtook = !longRequest.IsCompleted;
            var longFirst = await longRequest;
            if (round == 0) continue;
            chunks.Add(chunk);
            alone.Add(shortAlone.TotalMilliseconds);
            beside.Add(shortBeside.TotalMilliseconds);
            whole.Add(longFirst.TotalMilliseconds);
            if (overtook) overtaken++;
        }

        Console.WriteLine($"\nTime to the first token of a request of {ShortPrompt} tokens, asked in the second chunk of a prompt of {LongPrompt} ({LocalModels.NameOf(LocalModels.Medium)}). A chunk is {BareLoop.BatchTokens} tokens of that prompt in the bare loop.\n");
        Console.WriteLine("| what | ms | in chunks |");
        Console.WriteLine("| --- | --- | --- |");
        Write("one chunk, bare loop", chunks, chunks);
        Write("short request alone", alone, chunks);
        Write("short request beside the long prompt", beside, chunks);
        Write("the long prompt's own first token", whole, chunks);
        Console.WriteLine($"\nThe short request's first token came before the long one's in {overtaken} of {rounds} rounds.");
    }

    private static void Write(string name, List<double> milliseconds, List<double> chunks) =>
        Console.WriteLine(FormattableString.Invariant($"| {name} | {Medians.Of(milliseconds):0} | {Medians.OfRatios(milliseconds, chunks):0.00} |"));

    private static async Task<TimeSpan> FirstTokenAsync(LlamaChatClient client, string text, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await foreach (var update in client.GetStreamingResponseAsync(text, new ChatOptions { Temperature = 1, MaxOutputTokens = 1 }, cancellationToken))
        {
            // Leaving here would cancel nothing: the one token is all that was asked for.
            if (update.Text.Length > 0) return Stopwatch.GetElapsedTime(started);
        }

        throw new InvalidOperationException("The model drew no token with a text.");
    }
}
