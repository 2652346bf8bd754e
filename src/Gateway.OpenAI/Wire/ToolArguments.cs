using System.Text;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>
/// Arguments of a tool call between their wire form, a string that should hold a JSON object, and their form in Microsoft.Extensions.AI.
/// Models write broken JSON; it must neither throw nor get lost, and two different broken texts must not vote as equal. So a text that is
/// no object is kept under <see cref="Unparsed"/>, which no schema can name.
/// </summary>
internal static class ToolArguments
{
    public const string Unparsed = "";

    public static IDictionary<string, object?> Parse(string text)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (string.IsNullOrWhiteSpace(text)) return arguments;
        if (TryParse(Encoding.UTF8.GetBytes(text), out var parsed) && parsed.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in parsed.EnumerateObject()) arguments[property.Name] = property.Value;
            return arguments;
        }

        arguments[Unparsed] = text;
        return arguments;
    }

    public static string Format(IDictionary<string, object?>? arguments) =>
        arguments is { Count: 1 } && arguments.TryGetValue(Unparsed, out var text) && text is string unparsed ? unparsed : CanonicalJson.Of(arguments);

    private static bool TryParse(byte[] json, out JsonElement parsed)
    {
        parsed = default;
        // Half a surrogate pair passes the parser and throws only where its string is read.
        if (!SurrogatePairs.AreWhole(json)) return false;
        try
        {
            parsed = JsonElement.Parse(json);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
