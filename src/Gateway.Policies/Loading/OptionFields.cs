using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>
/// The YAML keys of an options record: each settable property is a key in snake case, its C# type and attributes say what is legal, its
/// initial value is the default. So an option is written once.
/// </summary>
internal static class OptionFields
{
    private static readonly RecordShape Sampling = new(typeof(Sampling),
    [
        Field.Of<Sampling>(nameof(Gateway.Sampling.Temperature), "temperature", new NumberShape<float>(0, 2), "0 is greedy. Neither here nor in the request: 0.7."),
        Field.Of<Sampling>(nameof(Gateway.Sampling.TopP), "top_p", new NumberShape<float>(0, 1, minIsExcluded: true), "Nucleus: the smallest set of tokens whose probability reaches this."),
        Field.Of<Sampling>(nameof(Gateway.Sampling.TopK), "top_k", new NumberShape<int>(1, null), "The k most likely tokens."),
        Field.Of<Sampling>(nameof(Gateway.Sampling.MaxTokens), "max_tokens", new NumberShape<int>(1, null), "The longest answer, in tokens; the smaller of this and the request's wins."),
        Field.Of<Sampling>(nameof(Gateway.Sampling.PresencePenalty), "presence_penalty", new NumberShape<float>(-2, 2), "Against tokens that occurred."),
        Field.Of<Sampling>(nameof(Gateway.Sampling.FrequencyPenalty), "frequency_penalty", new NumberShape<float>(-2, 2), "Against tokens by how often they occurred."),
    ]);

    private static readonly RecordShape Budget = new(typeof(BudgetLimits),
    [
        Field.Of<BudgetLimits>(nameof(BudgetLimits.Calls), "calls", new NumberShape<int>(0, null), "Samples, judge calls included."),
        Field.Of<BudgetLimits>(nameof(BudgetLimits.OutputTokens), "output_tokens", new NumberShape<long>(0, null), "Generated tokens of all calls."),
        Field.Of<BudgetLimits>(nameof(BudgetLimits.Cost), "cost_usd", new NumberShape<decimal>(0, null), "US dollars."),
        Field.Of<BudgetLimits>(nameof(BudgetLimits.WallClock), "wall_clock_ms", new MillisecondsShape(), "From the request to its answer, in milliseconds."),
    ]);

    private static readonly IReadOnlyList<Field> Common =
    [
        Field.Of<PolicyOptions>(nameof(PolicyOptions.Description), "description", new TextShape(), "What it is for, in a sentence."),
        Field.Of<PolicyOptions>(nameof(PolicyOptions.Sampling), "sampling", Sampling, "How candidates are drawn, over what the request says."),
        Field.Of<PolicyOptions>(nameof(PolicyOptions.Budget), "budget", Budget, "What one request may use; 0 allows nothing."),
        new Field("cache", new CacheShape(), "Whether candidates are kept and used again.", Property: null),
    ];

    /// <summary>All keys of a kind's file, in the order in which one would write them.</summary>
    public static IReadOnlyList<Field> OfPolicy(string kind, Type options) =>
    [
        Field.Of<PolicyOptions>(nameof(PolicyOptions.Name), "name", new NameShape(namesModel: false), "What clients send as model; the file's name without .yaml.", required: true),
        new Field("kind", new KindShape(kind), "The algorithm.", Property: null, Required: true),
        .. Of(options),
        .. Common,
    ];

    /// <summary>The keys of a record's own properties.</summary>
    public static IReadOnlyList<Field> Of(Type type) =>
    [
        .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.CanWrite && property.DeclaringType != typeof(PolicyOptions))
            .OrderBy(static property => property.DeclaringType == typeof(AnsweringOptions) ? int.MaxValue : DepthOf(property.DeclaringType!))
            .Select(static property => new Field(
                JsonNamingPolicy.SnakeCaseLower.ConvertName(property.Name),
                ShapeOf(property),
                property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw Incomplete(property, "a [Description]"),
                property,
                property.IsDefined(typeof(RequiredMemberAttribute)))),
    ];

    private static Shape ShapeOf(PropertyInfo property)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (property.GetCustomAttribute<ModelNameAttribute>() is { } named) return type == typeof(string) ? new NameShape(namesModel: true, named.OrWord) : new ModelNamesShape();
        if (type == typeof(PromptTemplate)) return new TemplateShape(property.GetCustomAttribute<TemplateVariablesAttribute>()?.Names ?? throw Incomplete(property, "[TemplateVariables]"));
        if (type == typeof(int))
        {
            var range = property.GetCustomAttribute<RangeAttribute>() ?? throw Incomplete(property, "a [Range]");
            return new NumberShape<int>((int)range.Minimum, (int)range.Maximum);
        }

        if (type == typeof(double))
        {
            var range = property.GetCustomAttribute<RangeAttribute>() ?? throw Incomplete(property, "a [Range]");
            return new NumberShape<double>((double)range.Minimum, double.IsPositiveInfinity((double)range.Maximum) ? null : (double)range.Maximum, range.MinimumIsExclusive);
        }

        if (type.IsEnum) return new WordShape(type);
        if (type == typeof(string)) return property.IsDefined(typeof(VerbatimAttribute)) ? new VerbatimShape() : new TextShape();
        if (type.IsDefined(typeof(NestedOptionsAttribute), inherit: false)) return new RecordShape(type, Of(type));
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) && type.GetGenericArguments()[0] is var item && item.IsDefined(typeof(NestedOptionsAttribute), inherit: false))
            return new ListShape(item, new RecordShape(item, Of(item)));
        if (type == typeof(Regex)) return new RegexShape();
        if (type == typeof(AnswerSchema)) return new JsonSchemaShape();
        if (type == typeof(IAnswerExtractor)) return new AnswerShape();
        if (type == typeof(SampleCounts)) return new SampleCountsShape();
        if (type.IsAssignableTo(typeof(Selection))) return new SelectionShape(type);
        if (type == typeof(ProfileReference)) return new ProfileShape();
        if (type == typeof(VoteWeights)) return new VoteWeightsShape();
        throw Incomplete(property, $"a shape for {type.Name} in {nameof(OptionFields)}");
    }

    /// <summary>How far a type is from the top, so that what kinds have in common comes before what is their own.</summary>
    private static int DepthOf(Type type) => type.BaseType is { } parent ? DepthOf(parent) + 1 : 0;

    private static InvalidOperationException Incomplete(PropertyInfo property, string missing) =>
        new($"{property.DeclaringType!.Name}.{property.Name} needs {missing} to be an option.");
}
