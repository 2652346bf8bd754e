using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>Makes items of rows.</summary>
internal sealed class ItemReader(Suite suite, ItemSource source)
{
    /// <summary>The split of items that say none.</summary>
    public const string DefaultSplit = "test";

    private readonly List<SuiteItem> _items = [];
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<string> _variables = TemplateText.Of(suite.Prompt.ToString()).Fields;

    public IReadOnlyList<SuiteItem> Items => _items;

    /// <param name="row">A row.</param>
    /// <param name="split">What its file stands for; empty where it says nothing.</param>
    /// <param name="place">Where it is, for messages.</param>
    /// <exception cref="SuiteProblemException">It lacks what the suite needs.</exception>
    public void Add(JsonObject row, string split, string place)
    {
        try
        {
            AddItem(row, split, place);
        }
        catch (InvalidOperationException exception)
        {
            // An escaped half of a surrogate pair is JSON and yet no text.
            throw new SuiteProblemException($"{place}: {exception.Message}");
        }
    }

    private void AddItem(JsonObject row, string split, string place)
    {
        var id = row[source.Id] is { } given ? Show(given) : string.Create(CultureInfo.InvariantCulture, $"{suite.Name}{(split.Length > 0 ? $"-{split}" : "")}-{_items.Count + 1}");
        if (!_places.TryAdd(id, place)) throw new SuiteProblemException($"{place}: the id '{id}' is that of {_places[id]} already");
        var category = row[source.Category] is { } named ? Show(named) : "";
        if (suite.Grader.Find(category) is null) throw new SuiteProblemException($"{place}: the suite has no grader for the category '{category}'; it has {suite.Grader}");

        var said = source.Gold.Render(field => Field(row, field, place));
        var gold = source.GoldAnswer is WholeAnswer ? said : source.GoldAnswer.Extract(said) ?? throw new SuiteProblemException($"{place}: gold_answer ({source.GoldAnswer}) finds nothing in '{Shortened(said)}'");
        var variables = _variables.ToDictionary(static name => name, name => Field(row, source.Variables?.GetValueOrDefault(name) ?? name, place), StringComparer.Ordinal);
        _items.Add(new SuiteItem(id, category, split.Length > 0 ? split : SplitOf(row, id), gold, variables));
    }

    /// <summary>Half of all ids each, the same on every machine and whatever the other items are.</summary>
    public static string DrawSplit(string id) => SHA256.HashData(Encoding.UTF8.GetBytes(id))[0] < 128 ? "fit" : DefaultSplit;

    private string SplitOf(JsonObject row, string id)
    {
        if (source.Split == ItemSource.HashSplit) return DrawSplit(id);
        return row[source.Split] is { } named ? Show(named) : DefaultSplit;
    }

    private static string Field(JsonObject row, string field, string place) =>
        row.TryGetPropertyValue(field, out var value) && value is not null
            ? Show(value)
            : throw new SuiteProblemException($"{place}: the row has no '{field}'; it has {string.Join(", ", row.Select(static pair => pair.Key))}");

    /// <summary>A value as a prompt shows it: options as lettered lines, numbers in a row.</summary>
    private static string Show(JsonNode value)
    {
        if (value is JsonArray list)
        {
            return list.All(static item => item?.GetValueKind() == JsonValueKind.String)
                ? string.Join('\n', list.Select(static (item, i) => $"{(char)('A' + i)}. {item}"))
                : string.Join(' ', list.Select(static item => item?.ToJsonString() ?? "null"));
        }

        return value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : value.ToJsonString();
    }

    private static string Shortened(string text) => text.Length <= 80 ? text : text[..80] + "...";
}
