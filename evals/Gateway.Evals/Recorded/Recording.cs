using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Evals.Recorded;

/// <summary>Makes a recorded folder: samples of one live model, through the engine, beside those of others that are there already.</summary>
internal sealed class Recording(Suite suite, EvaluatedModels models, RecordingSettings settings)
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    // Guards the output: samples end on every thread.
    private readonly Lock _gate = new();

    /// <param name="items">What is asked.</param>
    /// <param name="tell">Takes a line now and then.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Stops; what was drawn stays.</param>
    /// <returns>How many samples failed.</returns>
    /// <exception cref="RunFolderException">The folder cannot be used.</exception>
    public async Task<int> RunAsync(IReadOnlyList<SuiteItem> items, Action<string> tell, TimeProvider time, CancellationToken cancellationToken)
    {
        using var held = RunFolder.Hold(settings.Folder);
        WriteQuestions(items);
        var identities = await models.IdentifyAsync([settings.Model], cancellationToken);
        var entry = (await models.OpenAsync(identities, settings.Seed, cancellationToken)).Single();
        WritePrice(entry.Card.Price);

        Directory.CreateDirectory(Path.Combine(settings.Folder, "outputs"));
        var file = Path.Combine(settings.Folder, "outputs", $"{settings.Model}.jsonl");
        var there = await KnownAsync(file, cancellationToken);
        await using var output = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.Read);
        var services = new RunServices(new ModelCatalog([entry], static _ => []), time, [], KeepTexts: false, NullLogger.Instance);
        var (failed, done) = (0, 0);
        var options = new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(items, options, async (item, token) =>
        {
            int[] wanted = [.. Enumerable.Range(0, settings.Samples).Where(sample => !there.Contains((item.Id, sample)))];
            if (wanted.Length > 0) Interlocked.Add(ref failed, await DrawAsync(item, wanted, services, output, token));
            if (Interlocked.Increment(ref done) % 100 == 0) tell(string.Create(CultureInfo.InvariantCulture, $"{settings.Model}: {done} of {items.Count} items"));
        });
        return failed;
    }

    private async Task<int> DrawAsync(SuiteItem item, int[] wanted, RunServices services, FileStream output, CancellationToken cancellationToken)
    {
        var kept = 0;
        var policy = new RecordingPolicy(settings, wanted, candidate =>
        {
            var line = LineOf(item, candidate);
            lock (_gate)
            {
                output.Write(line);
                output.Flush();
            }

            kept++;
        });
        var client = new PolicyChatClient(new PolicyDefinition("record", new RecordingOptions { Name = settings.Model }, policy, Hash: ""), services);
        var prompt = await suite.PromptOfAsync(item, cancellationToken);
        try
        {
            await client.RunAsync(client.Open(new RunRequest(prompt) { Seed = RunSeed.ForSample(settings.Seed, item.Id, 0) }), cancellationToken);
        }
        catch (NoCandidateException)
        {
            // Counted below; the same command asks again.
        }

        return wanted.Length - kept;
    }

    private static byte[] LineOf(SuiteItem item, Candidate candidate)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Plain))
        {
            writer.WriteStartObject();
            writer.WriteString("id", item.Id);
            writer.WriteNumber("sample", candidate.Call.SampleIndex);
            writer.WriteString("text", candidate.Text);
            writer.WriteNumber("input_tokens", candidate.Spend.InputTokens);
            writer.WriteNumber("output_tokens", candidate.Spend.OutputTokens);
            if (candidate.Logprobs is { } tokens)
            {
                writer.WriteStartArray("logprobs");
                foreach (var token in tokens)
                {
                    writer.WriteStartObject();
                    writer.WriteString("token", token.Token);
                    writer.WriteNumber("logprob", token.Logprob);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    // A line that a kill cut off is taken away, and its sample drawn again.
    private static async Task<HashSet<(string, int)>> KnownAsync(string file, CancellationToken cancellationToken)
    {
        var known = new HashSet<(string, int)>();
        if (!File.Exists(file)) return known;
        var content = await File.ReadAllBytesAsync(file, cancellationToken);
        var whole = content.AsSpan().LastIndexOf((byte)'\n') + 1;
        if (whole < content.Length)
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Write);
            stream.SetLength(whole);
        }

        await foreach (var (number, row) in RowFiles.ReadAsync(file, columns: null, cancellationToken))
        {
            if (RecordedOutput.Read(row, out var id, out var sample, out var reason) is null) throw new RunFolderException($"{file}:{number}: {reason}");
            known.Add((id, sample));
        }

        return known;
    }

    private void WriteQuestions(IReadOnlyList<SuiteItem> items)
    {
        var lines = new StringBuilder();
        foreach (var item in items)
        {
            var row = new JsonObject { ["id"] = item.Id, ["split"] = item.Split, ["category"] = item.Category };
            foreach (var (name, value) in item.Variables) row[name] = value;
            row["answer"] = item.Gold;
            lines.Append(row.ToJsonString(new JsonSerializerOptions { Encoder = Plain.Encoder })).Append('\n');
        }

        var file = Path.Combine(settings.Folder, "questions.jsonl");
        if (File.Exists(file) && File.ReadAllText(file) != lines.ToString())
            throw new RunFolderException($"{file} holds other questions than these; give another --out, or the same --split and --limit as before");
        File.WriteAllText(file, lines.ToString());
    }

    private void WritePrice(Price price)
    {
        var file = Path.Combine(settings.Folder, "prices.json");
        var prices = File.Exists(file) ? JsonNode.Parse(File.ReadAllText(file))!.AsObject() : [];
        prices[settings.Model] = new JsonObject { ["InputPerMillion"] = price.InputPerMillion, ["CachedInputPerMillion"] = price.CachedInputPerMillion, ["OutputPerMillion"] = price.OutputPerMillion };
        File.WriteAllText(file, prices.ToJsonString(Indented) + "\n");
    }

    private sealed record RecordingOptions : PolicyOptions;
}
