using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Recorded;

/// <summary>What models answered once: <c>questions.jsonl[.gz]</c>, <c>outputs/&lt;model&gt;.jsonl[.gz]</c> and, optionally, <c>prices.json</c>.</summary>
/// <param name="path">The folder.</param>
internal sealed class RecordedFolder(string path)
{
    private const string Lines = ".jsonl";
    private const string Packed = ".jsonl.gz";

    public string Path => path;

    /// <summary>The models, in the order of their names.</summary>
    /// <exception cref="SuiteProblemException">The folder is none.</exception>
    public IReadOnlyList<string> Models
    {
        get
        {
            var outputs = System.IO.Path.Combine(path, "outputs");
            if (!Directory.Exists(outputs)) throw new SuiteProblemException($"{path} is no recorded folder; legal is one with questions.jsonl[.gz] and outputs/<model>.jsonl[.gz]");
            return [.. Directory.GetFiles(outputs).Select(static file => NameOf(System.IO.Path.GetFileName(file))).OfType<string>().Distinct().Order(StringComparer.Ordinal)];
        }
    }

    /// <summary>What each model's tokens cost; empty where the folder does not say it.</summary>
    /// <exception cref="SuiteProblemException">The file is not legal.</exception>
    public IReadOnlyDictionary<string, Price> Prices()
    {
        var file = System.IO.Path.Combine(path, "prices.json");
        var prices = new Dictionary<string, Price>(StringComparer.OrdinalIgnoreCase);
        if (!File.Exists(file)) return prices;
        try
        {
            foreach (var (model, price) in JsonNode.Parse(File.ReadAllText(file))!.AsObject())
            {
                var input = PriceOf(price, "InputPerMillion") ?? 0;
                prices[model] = new Price(input, PriceOf(price, "CachedInputPerMillion") ?? input, PriceOf(price, "OutputPerMillion") ?? 0);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new SuiteProblemException($"{file}: {exception.Message}; legal is {{\"<model>\": {{\"InputPerMillion\": 0.1, \"OutputPerMillion\": 0.2}}}} in US dollars");
        }

        return prices;
    }

    /// <summary>Reads all that a model said.</summary>
    /// <param name="model">One of <see cref="Models"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SuiteProblemException">A line is not legal, or an answer is there twice.</exception>
    public async Task<RecordedOutputs> ReadAsync(string model, CancellationToken cancellationToken)
    {
        var stem = System.IO.Path.Combine(path, "outputs", model);
        var file = File.Exists(stem + Lines) ? stem + Lines : stem + Packed;
        var outputs = new RecordedOutputs(model);
        await foreach (var (number, row) in RowFiles.ReadAsync(file, columns: null, cancellationToken))
        {
            if (RecordedOutput.Read(row, out var id, out var sample, out var reason) is not { } output) throw new SuiteProblemException($"{file}:{number}: {reason}");
            if (!outputs.TryAdd(id, sample, output)) throw new SuiteProblemException($"{file}:{number}: sample {sample} of {id} is there twice");
        }

        return outputs;
    }

    private static string? NameOf(string file) =>
        file.EndsWith(Lines, StringComparison.Ordinal) ? file[..^Lines.Length] : file.EndsWith(Packed, StringComparison.Ordinal) ? file[..^Packed.Length] : null;

    private static decimal? PriceOf(JsonNode? price, string key) => price?[key] is { } value
        ? value.GetValue<decimal>() is >= 0 and <= 1_000_000 and var legal ? legal : throw new FormatException($"{key} is not between 0 and 1000000")
        : null;
}
