namespace Gateway.Benchmarks.Llama;

/// <summary>Local models: what the engine adds to the library, and what it saves.</summary>
internal static class LlamaBenchmark
{
    public static async Task<int> RunAsync(int threads, int rounds, bool small, CancellationToken cancellationToken)
    {
        Console.WriteLine($"{threads} threads of {Environment.ProcessorCount} processors; medians of {rounds} interleaved rounds after a warm-up.");
        await ThroughputBenchmark.RunAsync(threads, rounds, small, cancellationToken);
        await SamplesBenchmark.RunAsync(threads, rounds, cancellationToken);
        await FirstTokenBenchmark.RunAsync(threads, rounds, cancellationToken);
        await ForkBenchmark.RunAsync(threads, rounds, cancellationToken);
        return 0;
    }
}
