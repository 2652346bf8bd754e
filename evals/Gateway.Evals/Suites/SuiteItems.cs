using System.Security.Cryptography;
using System.Text;
using Gateway.Evals.Suites.Generators;

namespace Gateway.Evals.Suites;

/// <summary>The items of a suite, in their order, and what they were read from.</summary>
/// <param name="Items">Each id once.</param>
/// <param name="DataHash">SHA-256 over ids, prompts' variables and gold answers, first 16 hex digits: equal data, equal hash, whatever the file's form.</param>
/// <param name="PrefixTokens">What the recorded models read before each prompt, in tokens.</param>
internal sealed record SuiteItems(IReadOnlyList<SuiteItem> Items, string DataHash, int PrefixTokens)
{
    private const int HashDigits = 16;

    /// <summary>Reads or makes the items.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="recorded">A recorded folder whose questions are asked; null for none.</param>
    /// <param name="data">A file or folder that the user names; null for the suite's own.</param>
    /// <param name="root">Where the suite's own relative paths begin.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="SuiteProblemException">They cannot be read.</exception>
    public static async Task<SuiteItems> LoadAsync(Suite suite, string? recorded, string? data, string root, CancellationToken cancellationToken)
    {
        if (recorded is not null && data is not null) throw new SuiteProblemException("--models recorded:DIR brings its own questions; give --data or a recorded folder, not both");
        if (recorded is not null) return await ReadAsync(suite, suite.Recorded, [("", recorded)], cancellationToken);
        if (data is not null)
        {
            var isRecorded = Directory.Exists(data) && Path.GetFileName(RowFiles.FilesOf(data)[0]).StartsWith("questions.jsonl", StringComparison.Ordinal);
            return await ReadAsync(suite, isRecorded ? suite.Recorded : suite.Published ?? new ItemSource(), [("", data)], cancellationToken);
        }

        if (suite.Published?.Files is { } files) return await ReadAsync(suite, suite.Published, files.SelectMany(split => split.Value.Select(file => (split.Key, Path.Combine(root, file)))), cancellationToken);
        if (suite.Generator is not { } generator) throw new SuiteProblemException($"{suite.Name} has no items of its own; give --data PATH with the data set's files, or --models recorded:DIR");
        return Of(suite, Make(suite, generator), prefixTokens: 0);
    }

    private static SuiteItem[] Make(Suite suite, GeneratorSource source)
    {
        try
        {
            SuiteItem[] items = [.. ItemGenerators.Find(source.Kind)!.Generate(source.Seed, source.Count, source.Difficulty)];

            // A template renders a variable that is not there as nothing.
            var made = items[0].Variables.Keys;
            return TemplateText.Of(suite.Prompt.ToString()).Fields.FirstOrDefault(field => !made.Contains(field)) is { } missing
                ? throw new SuiteProblemException($"{suite.Name}: the prompt names '{missing}', which the generator '{source.Kind}' does not make; legal are {string.Join(", ", made.Order(StringComparer.Ordinal))}")
                : items;
        }
        catch (ArgumentOutOfRangeException exception)
        {
            throw new SuiteProblemException($"{suite.Name}: {exception.Message}");
        }
    }

    private static async Task<SuiteItems> ReadAsync(Suite suite, ItemSource source, IEnumerable<(string Split, string Path)> places, CancellationToken cancellationToken)
    {
        var reader = new ItemReader(suite, source);
        foreach (var (split, path) in places)
        {
            foreach (var file in RowFiles.FilesOf(path))
            {
                await foreach (var (number, row) in RowFiles.ReadAsync(file, source.Columns, cancellationToken)) reader.Add(row, split, $"{file}:{number}");
            }
        }

        return Of(suite, reader.Items, source.PrefixTokens);
    }

    private static SuiteItems Of(Suite suite, IReadOnlyList<SuiteItem> items, int prefixTokens)
    {
        if (items.Count == 0) throw new SuiteProblemException($"{suite.Name}: there are no items");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in items)
        {
            Add(item.Id);
            Add(item.Gold);
            foreach (var (name, value) in item.Variables.OrderBy(static pair => pair.Key, StringComparer.Ordinal))
            {
                Add(name);
                Add(value);
            }
        }

        return new SuiteItems(items, Convert.ToHexStringLower(hash.GetHashAndReset())[..HashDigits], prefixTokens);

        // The length goes first, so that no two lists of texts read alike.
        void Add(string text)
        {
            hash.AppendData(BitConverter.GetBytes(text.Length));
            hash.AppendData(Encoding.UTF8.GetBytes(text));
        }
    }
}
