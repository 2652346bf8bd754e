using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>A number within limits. Quoted, it is text and not a number.</summary>
internal sealed class NumberShape<T>(T min, T? max, bool minIsExcluded = false) : Shape
    where T : struct, INumber<T>
{
    private static readonly bool IsInteger = T.IsInteger(T.One / (T.One + T.One));

    public override string Legal
    {
        get
        {
            var number = IsInteger ? "an integer" : "a number";
            if (T.IsNegativeInfinity(min)) return number;
            if (max is { } largest) return minIsExcluded ? $"{number} above {Text(min)}, up to {Text(largest)}" : $"{number} from {Text(min)} to {Text(largest)}";
            return minIsExcluded ? $"{number} above {Text(min)}" : $"{number} of at least {Text(min)}";
        }
    }

    public override JsonObject ToJsonSchema()
    {
        var schema = new JsonObject
        {
            ["type"] = IsInteger ? "integer" : "number",
        };
        if (!T.IsNegativeInfinity(min)) schema[minIsExcluded ? "exclusiveMinimum" : "minimum"] = JsonNode.Parse(Text(min));
        if (max is { } largest) schema["maximum"] = JsonNode.Parse(Text(largest));
        return schema;
    }

    public override JsonNode? Show(object value) => JsonNode.Parse(Text((T)value));

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        var style = IsInteger ? NumberStyles.AllowLeadingSign : NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (value is not YamlScalar { Plain: true } scalar
            || !T.TryParse(scalar.Text, style, CultureInfo.InvariantCulture, out var number)
            || !T.IsFinite(number)
            || number < min
            || (minIsExcluded && number == min)
            || number > (max ?? number))
        {
            return Refuse(value, key, reading);
        }

        return number;
    }

    private static string Text(T number) => number.ToString(null, CultureInfo.InvariantCulture);
}
