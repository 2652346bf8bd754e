using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>JSON as values of templates.</summary>
internal static class JsonValues
{
    /// <summary>The value. A whole number beyond 64 bits becomes a float.</summary>
    /// <exception cref="JinjaException">The JSON is larger than a rendering may cost, nested too deep, or has an object with two equal keys.</exception>
    public static Value From(JsonNode? node, Meter meter)
    {
        meter.Enter();
        Value value;
        switch (node)
        {
            case null:
                value = NoneValue.Instance;
                break;
            case JsonObject named:
                value = Dict(named, meter);
                break;
            case JsonArray array:
                var items = new List<Value>(array.Count);
                foreach (var item in array) items.Add(From(item, meter));
                value = new ListValue(items);
                break;
            default:
                value = Scalar(node, meter);
                break;
        }

        meter.Leave();
        return value;
    }

    private static DictValue Dict(JsonObject named, Meter meter)
    {
        var dict = new DictValue();
        try
        {
            foreach (var (name, node) in named)
            {
                meter.Make(name.Length);
                dict.Set(new TextValue(name), From(node, meter));
            }
        }
        catch (ArgumentException fault)
        {
            // Where it was parsed, its keys are looked at only now.
            throw new JinjaException($"a JSON object has two equal keys: {fault.Message}");
        }

        return dict;
    }

    private static Value Scalar(JsonNode node, Meter meter)
    {
        switch (node.GetValueKind())
        {
            case JsonValueKind.True: return BoolValue.True;
            case JsonValueKind.False: return BoolValue.False;
            case JsonValueKind.Null: return NoneValue.Instance;
            case JsonValueKind.Number:
                var digits = node.ToJsonString();
                return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                    ? new IntValue(whole)
                    : new FloatValue(double.Parse(digits, CultureInfo.InvariantCulture));
            default:
                var text = node.GetValue<string>();
                meter.Make(text.Length);
                return new TextValue(text);
        }
    }
}
