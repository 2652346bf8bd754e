using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gateway.Policies;

/// <summary>
/// A regular expression. It meets text that models wrote, so it runs without backtracking, in time linear in the text, and under a
/// time limit beside that.
/// </summary>
internal sealed class RegexShape : Shape
{
    // Linear time over a long answer takes milliseconds; what needs longer is broken.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    public override string Legal => "a regular expression of .NET without lookarounds, backreferences and atomic groups";

    public override JsonObject ToJsonSchema() => new() { ["type"] = "string", ["minLength"] = 1 };

    protected override object? ReadValue(YamlValue value, string key, Reading reading)
    {
        if (value is not YamlScalar { IsEmpty: false, Text.Length: > 0 } scalar) return Refuse(value, key, reading);
        try
        {
            return new Regex(scalar.Text, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, Limit);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            reading.Report(scalar.At, key, $"{scalar.Shown} is not legal: {exception.Message}; give {Legal}");
            return null;
        }
    }
}
