using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Filters that apply a filter or a test to each item.</summary>
internal static class SelectionFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("map", "value * **", Map),
        new("select", "value * **", static a => Select(a, byAttribute: false, wanted: true)),
        new("reject", "value * **", static a => Select(a, byAttribute: false, wanted: false)),
        new("selectattr", "value attribute * **", static a => Select(a, byAttribute: true, wanted: true)),
        new("rejectattr", "value attribute * **", static a => Select(a, byAttribute: true, wanted: false)),
    ];

    private static GeneratorValue Map(Arguments a)
    {
        var (positional, named) = a.Others;
        if (positional.Length == 0)
        {
            if (named.Any(static one => one.Name is not ("attribute" or "default")) || named.FirstOrDefault(static one => one.Name == "attribute").Value is not { } path) throw a.Failure("needs a filter's name, or 'attribute' and maybe 'default'");
            var otherwise = named.FirstOrDefault(static one => one.Name == "default").Value;
            return new GeneratorValue(Items(a).ConvertAll(item => Access.Path(item, path, a.Meter, otherwise)));
        }

        var name = positional[0] is TextValue text ? text.Text : throw a.Failure("needs a filter's name");
        var filter = Filters.Find(name) ?? throw a.Failure($"does not know the filter '{name}'");
        return new GeneratorValue(Items(a).ConvertAll(item => Apply(filter, item, positional, named, a)));
    }

    private static GeneratorValue Select(Arguments a, bool byAttribute, bool wanted)
    {
        var (positional, named) = a.Others;
        Builtin? test = null;
        if (positional.Length > 0)
        {
            var name = positional[0] is TextValue text ? text.Text : throw a.Failure("needs a test's name");
            test = Tests.Find(name) ?? throw a.Failure($"does not know the test '{name}'");
        }

        return new GeneratorValue(Items(a).FindAll(item =>
        {
            var value = byAttribute ? Access.Path(item, a.At(1)!, a.Meter) : item;
            return (test is null ? value : Apply(test, value, positional, named, a)).IsTrue == wanted;
        }));
    }

    // As in Jinja2, there is nothing in none and false.
    private static List<Value> Items(Arguments a) => a.Value.IsTrue ? a.Items() : [];

    // A filter that maps with itself can go as deep as its arguments are many.
    private static Value Apply(Builtin one, Value item, Value[] positional, (string Name, Value Value)[] named, Arguments a)
    {
        a.Meter.Enter();
        var value = one.Invoke(new Call([item, .. positional[1..]], named), a.Meter);
        a.Meter.Leave();
        return value;
    }
}
