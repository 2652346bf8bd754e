using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Gateway.Llama;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.AI;
using NJsonSchema;

namespace Gateway.Benchmarks.Llama;

/// <summary>Many clients for minutes, each asking at random: text or schemas, short or long, samples of one prompt or forks, and leaving at random. Nothing may break or stay behind.</summary>
internal static class SoakBenchmark
{
    private const int Parallel = 16;
    private const int ContextTokens = 512;

    private static readonly string[] Schemas =
    [
        """{"type":"object","properties":{"name":{"type":"string","maxLength":20},"age":{"type":"integer","minimum":0,"maximum":130}},"required":["name","age"],"additionalProperties":false}""",
        """{"type":"array","items":{"enum":["red","green","blue"]},"minItems":1,"maxItems":6}""",
        """{"type":"object","properties":{"a":{"type":["string","null"],"maxLength":5},"b":{"type":"boolean"},"c":{"type":"number"}},"required":["b"],"additionalProperties":false}""",
        """{"type":"array","items":{"type":"object","properties":{"k":{"type":"string","format":"uuid"}},"required":["k"],"additionalProperties":false},"maxItems":3}""",
        """{"type":"object"}""",
    ];

    public static async Task<int> RunAsync(int seconds, int clients, CancellationToken cancellationToken)
    {
        var counts = new ConcurrentDictionary<string, int>();
        var validators = await Task.WhenAll(Schemas.Select(schema => JsonSchema.FromJsonAsync(schema, cancellationToken)));
        var path = RandomLlamaFile.Of(new RandomLlama { NeverEnds = false });
        using var model = LocalModels.Load(new LlamaModelOptions("local", path) { Parallel = Parallel, ContextTokens = ContextTokens, Threads = 1, MaxQueued = 24 });
        using var client = new LlamaChatClient(model);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        end.CancelAfter(TimeSpan.FromSeconds(seconds));
        var running = Enumerable.Range(0, clients).Select(number => Task.Run(() => ServeAsync(number), CancellationToken.None)).ToList();
        var early = seconds / 5.0;
        await Task.Delay(TimeSpan.FromSeconds(early), CancellationToken.None);
        var before = Memory();
        await Task.WhenAll(running);
        var after = Memory();
        var cells = await model.CountCellsAsync();

        Console.WriteLine(FormattableString.Invariant($"{clients} clients for {Stopwatch.GetElapsedTime(started).TotalSeconds:0} s over {Parallel} sequences of {ContextTokens} tokens (random model, {new RandomLlama().Parameters / 1e3:0} thousand parameters).\n"));
        Console.WriteLine("| what | times |\n| --- | --- |");
        foreach (var (what, times) in counts.OrderBy(static count => count.Key, StringComparer.Ordinal)) Console.WriteLine($"| {what} | {times} |");
        Console.WriteLine(FormattableString.Invariant($"\nResident memory after {early:0} s {before.Resident:0} MiB, at the end {after.Resident:0} MiB; managed heap {before.Managed:0.0} and {after.Managed:0.0} MiB. Cells kept at the end: {cells} of {Parallel * ContextTokens}."));
        return counts.Keys.Any(static what => what.StartsWith("WRONG", StringComparison.Ordinal)) || cells > Parallel * ContextTokens ? 1 : 0;

        async Task ServeAsync(int number)
        {
            var random = new Random(number);
            while (!end.IsCancellationRequested)
            {
                using var leaving = CancellationTokenSource.CreateLinkedTokenSource(end.Token);
                if (random.Next(4) == 0) leaving.CancelAfter(random.Next(1, 400));
                try
                {
                    Count(await AskAsync(random, leaving.Token));
                }
                catch (OperationCanceledException)
                {
                    Count("left by the client");
                }
                catch (ModelCallException e) when (e.Fault.Kind is FaultKind.RateLimited)
                {
                    Count("told to come back (429)");
                    await Task.Delay(50, CancellationToken.None);
                }
                catch (Exception e)
                {
                    Count($"WRONG: {e.GetType().Name}: {e.Message}");
                }
            }
        }

        async Task<string> AskAsync(Random random, CancellationToken token)
        {
            var prompt = new string((char)random.Next('a', 'f'), random.Next(1, 300));
            var options = new ChatOptions { Temperature = 1, Seed = random.Next(), MaxOutputTokens = random.Next(1, 200) };
            switch (random.Next(4))
            {
                case 0:
                    await client.GetResponseAsync(prompt, options, token);
                    return "text";
                case 1:
                    await Task.WhenAll(Enumerable.Range(0, 4).Select(i => client.GetResponseAsync(prompt, new ChatOptions { Temperature = 1, Seed = i, MaxOutputTokens = 40 }, token)));
                    return "four samples";
                case 2:
                    await ForkAsync(prompt, token);
                    return "forks";
                default:
                    var schema = random.Next(Schemas.Length);
                    options.ResponseFormat = ChatResponseFormat.ForJsonSchema(JsonElement.Parse(Schemas[schema]), "answer");
                    var answer = await client.GetResponseAsync(prompt, options, token);
                    if (answer.FinishReason != ChatFinishReason.Stop) return "schema, cut by its limit";
                    return validators[schema].Validate(answer.Text).Count == 0 ? "schema, ended and valid" : $"WRONG: {answer.Text}";
            }
        }

        async Task ForkAsync(string prompt, CancellationToken token)
        {
            await using var sequence = await new KvStepDecoder(model).OpenAsync(new Prompt([new ChatMessage(ChatRole.User, prompt)], new ChatOptions()), "", token);
            var step = await sequence.AdvanceAsync(new StepLimits(8, 1, [], 0), token);
            if (step.Finish is not null) return;
            foreach (var seed in Enumerable.Range(0, 3))
            {
                await using var fork = sequence.Fork();
                await fork.AdvanceAsync(new StepLimits(8, 1, [], seed), token);
            }
        }

        void Count(string what) => counts.AddOrUpdate(what, 1, static (_, count) => count + 1);
    }

    private static (double Resident, double Managed) Memory()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        using var process = Process.GetCurrentProcess();
        return (process.WorkingSet64 / 1048576.0, GC.GetTotalMemory(true) / 1048576.0);
    }
}
