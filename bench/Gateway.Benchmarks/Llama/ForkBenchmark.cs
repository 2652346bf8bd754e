using System.Diagnostics;
using Gateway.Llama;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;

namespace Gateway.Benchmarks.Llama;

/// <summary>What it costs to go on from a half-written answer in several ways, beside going on in one, and beside computing its tokens again.</summary>
internal static class ForkBenchmark
{
    private const int Forks = 8;
    private const int PromptTokens = 512;

    public static async Task RunAsync(int threads, int rounds, CancellationToken cancellationToken)
    {
        var path = RandomLlamaFile.Of(LocalModels.Medium);
        using var texts = new BareModel(path);
        Console.WriteLine($"\n{Forks} forks of an answer with a prompt of {PromptTokens} tokens ({LocalModels.NameOf(LocalModels.Medium)}): until each has its next token.\n");
        Console.WriteLine("| cache | the call of Fork, µs | one more token, ms | a token of each fork, ms | a token of a new prompt, ms | forks / new prompt |");
        Console.WriteLine("| --- | --- | --- | --- | --- | --- |");
        foreach (var shared in new[] { false, true })
        {
            var options = new LlamaModelOptions("local", path) { Parallel = 16, ContextTokens = 1024, Threads = threads, GpuLayers = 0, SharedCache = shared };
            using var model = LocalModels.Load(options);
            var decoder = new KvStepDecoder(model);
            var (calls, more, forked, anew) = (new List<double>(), new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round <= rounds; round++)
            {
                await using var sequence = await decoder.OpenAsync(new Prompt([new ChatMessage(ChatRole.User, texts.Text(round, PromptTokens))], new ChatOptions()), "", cancellationToken);
                var fresh = await TimeAsync(() => AdvanceAsync(sequence, 0, cancellationToken));
                var one = await TimeAsync(() => AdvanceAsync(sequence, 0, cancellationToken));
                var started = Stopwatch.GetTimestamp();
                var forks = Enumerable.Range(0, Forks).Select(_ => sequence.Fork()).ToList();
                var call = Stopwatch.GetElapsedTime(started).TotalMicroseconds / Forks;
                var all = await TimeAsync(() => Task.WhenAll(forks.Select((fork, i) => AdvanceAsync(fork, i, cancellationToken))));
                foreach (var fork in forks) await fork.DisposeAsync();
                if (round == 0) continue;
                calls.Add(call);
                more.Add(one);
                forked.Add(all);
                anew.Add(fresh);
            }

            Console.WriteLine(FormattableString.Invariant(
                $"| {(shared ? "shared" : "one each")} | {Medians.Of(calls):0.0} | {Medians.Of(more):0.0} | {Medians.Of(forked):0.0} | {Medians.Of(anew):0.0} | {Medians.OfRatios(forked, anew):0.000} |"));
        }
    }

    private static Task<DecodedStep> AdvanceAsync(IStepSequence sequence, long seed, CancellationToken cancellationToken) =>
        sequence.AdvanceAsync(new StepLimits(1, 1, [], seed), cancellationToken);

    private static async Task<double> TimeAsync(Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
