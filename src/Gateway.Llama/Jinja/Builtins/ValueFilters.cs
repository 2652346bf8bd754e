using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>Filters for any value.</summary>
internal static class ValueFilters
{
    public static IEnumerable<Builtin> All =>
    [
        new("default", "value default_value? boolean?", Default),
        new("d", "value default_value? boolean?", Default),
        new("tojson", "value ensure_ascii? indent? separators? sort_keys?", ToJson),

        // Jinja2 has neither; llama.cpp's own templates use them.
        new("from_json", "value", FromJson),
        new("fromjson", "value", FromJson),
    ];

    private static Value Default(Arguments a) => a.Value is UndefinedValue || (a.Flag(2) && !a.Value.IsTrue) ? a.At(1) ?? TextValue.Empty : a.Value;

    private static TextValue ToJson(Arguments a)
    {
        var indent = a.At(2) switch
        {
            null or NoneValue => null,
            TextValue text => text.Text,
            _ => Spaces(Math.Clamp(a.Whole(2, 0), 0, int.MaxValue)),
        };
        var (item, key) = (indent is null ? ", " : ",", ": ");
        if (a.At(3) is { } separators and not NoneValue)
        {
            if (separators is not ListValue { Items: [TextValue items, TextValue keys] }) throw a.Failure("needs two strings as 'separators'");
            (item, key) = (items.Text, keys.Text);
        }

        return new TextValue(new JsonText(a.Flag(1), indent, item, key, a.Flag(4), a.Meter).Of(a.Value));

        string Spaces(long count)
        {
            a.Meter.Make(count);
            return new string(' ', (int)count);
        }
    }

    private static Value FromJson(Arguments a)
    {
        try
        {
            return JsonValues.From(JsonNode.Parse(a.Text(0)), a.Meter);
        }
        catch (JsonException)
        {
            throw a.Failure("is given a text that is no JSON");
        }
    }
}
