using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>How a winner is chosen: a word, or a mapping whose <c>by</c> is that word and that says more.</summary>
/// <param name="type">What the choice has to be able to do: <see cref="Selection"/> takes all.</param>
internal sealed class SelectionShape(Type type) : Shape
{
    private const string By = "by";

    private static readonly (string Name, RecordShape Shape)[] All =
    [
        Case<MajoritySelection>("majority"),
        Case<JudgeSelection>("judge"),
        Case<PairwiseJudgeSelection>("judge-pairwise"),
        Case<SelfCertaintySelection>("self-certainty"),
        Case<MeanLogprobSelection>("mean-logprob"),
        Case<VerifierSelection>("verifier"),
    ];

    private readonly (string Name, RecordShape Shape)[] _cases = [.. All.Where(known => known.Shape.Type.IsAssignableTo(type))];

    public override string Legal => $"{string.Join(", ", _cases.Select(static known => known.Name))}, or {{by: one of them, ...}}";

    public override JsonObject ToJsonSchema()
    {
        var words = new JsonArray([.. _cases.Where(static known => known.Name != "verifier").Select(static known => (JsonNode)known.Name)]);
        return new JsonObject
        {
            ["oneOf"] = new JsonArray([new JsonObject { ["enum"] = words }, .. _cases.Select(static known => (JsonNode)LongForm(known.Name, known.Shape))]),
        };
    }

    public override JsonNode? Show(object value) => _cases.First(known => known.Shape.Type == value.GetType()).Name;

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        var mapping = value as YamlMapping;
        var named = mapping is null ? value : mapping.Find(By);
        if (named is null)
        {
            reading.Report(value.At, key, $"'{By}' is missing; give {Legal}");
            return null;
        }

        var word = named as YamlScalar;
        var shape = _cases.FirstOrDefault(known => known.Name == word?.Text).Shape;
        if (shape is null)
        {
            var hint = word is null ? "" : Nearest.Hint(word.Text, _cases.Select(static known => known.Name));
            reading.Report(named.At, mapping is null ? key : $"{key}.{By}", $"{named.Shown} is not legal{hint}; give {Legal}");
            return null;
        }

        // A word alone is the mapping in which nothing more is said.
        return shape.Read(new YamlMapping(value.At, [.. mapping?.Entries.Where(static entry => entry.Key.Text != By) ?? []]), key, reading);
    }

    private static JsonObject LongForm(string name, RecordShape shape)
    {
        var schema = shape.ToJsonSchema();
        schema["properties"]![By] = new JsonObject { ["const"] = name };
        schema["required"] = new JsonArray([.. (schema["required"] as JsonArray)?.Select(static key => key!.DeepClone()) ?? [], By]);
        return schema;
    }

    private static (string Name, RecordShape Shape) Case<T>(string name) where T : Selection => (name, new RecordShape(typeof(T), OptionFields.Of(typeof(T))));
}
