using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Parquet.Serialization;

namespace Gateway.Evals.Suites;

/// <summary>Rows of a Parquet file, in which many data sets are published: texts, numbers, and lists of them.</summary>
internal static class ParquetRows
{
    /// <inheritdoc cref="RowFiles.ReadAsync"/>
    public static async IAsyncEnumerable<(int Number, JsonObject Row)> ReadAsync(string file, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var stream = File.OpenRead(file);
        var table = await ParquetSerializer.DeserializeUntypedAsync(stream, null, null, cancellationToken);
        var number = 0;
        foreach (var row in table.Data)
        {
            var fields = new JsonObject();
            foreach (var (name, value) in row) fields[name] = NodeOf(value);
            yield return (++number, fields);
        }
    }

    private static JsonNode? NodeOf(object? value) => value switch
    {
        null => null,
        string text => text,
        ReadOnlyMemory<char> text => text.ToString(),
        bool flag => flag,
        IDictionary<string, object> fields => new JsonObject(fields.Select(static field => KeyValuePair.Create(field.Key, NodeOf(field.Value)))),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(NodeOf)]),
        IFormattable formattable => NumberOrText(formattable.ToString(null, CultureInfo.InvariantCulture)),
        _ => value.ToString(),
    };

    // Times and NaN are no numbers to JSON.
    private static JsonNode? NumberOrText(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? JsonNode.Parse(text) : text;
}
