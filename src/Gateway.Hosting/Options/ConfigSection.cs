using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Gateway.Hosting;

/// <summary>
/// Reads a configuration section strictly: a key that nobody asked for, a wrong type and a value out of range are all collected,
/// each with its path, its value and what would be legal, so that an operator sees every mistake at the first start.
/// </summary>
internal sealed class ConfigSection(IConfigurationSection section, ICollection<string> errors)
{
    private readonly SortedSet<string> _asked = new(StringComparer.OrdinalIgnoreCase);

    public string Name => section.Key;

    public string? Text(string key)
    {
        if (!string.IsNullOrEmpty(Raw(key))) return section[key];
        if (section.GetSection(key).GetChildren().Any()) Wrong(key, "is a section or a list; legal: one value");
        return null;
    }

    /// <summary>One of a few words.</summary>
    public string Word(string key, string fallback, params ReadOnlySpan<string> legal)
    {
        var value = Text(key) ?? fallback;
        foreach (var word in legal)
        {
            if (string.Equals(word, value, StringComparison.OrdinalIgnoreCase)) return word;
        }

        Wrong(key, $"'{value}' is not legal; legal: {string.Join(", ", legal!)}");
        return fallback;
    }

    public int Int(string key, int fallback, int min, int max) =>
        (int)Number(key, fallback, min, max, static text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null, "a whole number");

    public decimal Decimal(string key, decimal fallback, decimal min, decimal max) =>
        Number(key, fallback, min, max, static text => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null, "a number");

    public TimeSpan? Seconds(string key, double min, double max)
    {
        if (Text(key) is null) return null;
        return TimeSpan.FromSeconds((double)Decimal(key, (decimal)min, (decimal)min, (decimal)max));
    }

    public bool Bool(string key, bool fallback)
    {
        if (Text(key) is not { } text) return fallback;
        if (bool.TryParse(text, out var value)) return value;
        Wrong(key, $"'{text}' is not legal; legal: true, false");
        return fallback;
    }

    public IReadOnlyList<string> List(string key)
    {
        if (!string.IsNullOrEmpty(Raw(key))) Wrong(key, $"'{section[key]}' is not legal; legal: a list");
        var items = section.GetSection(key).GetChildren().ToArray();
        foreach (var item in items.Where(static item => item.Value is null)) Wrong($"{key}:{item.Key}", "is not a text");
        return [.. items.Select(static item => item.Value).OfType<string>()];
    }

    public ConfigSection Section(string key)
    {
        if (!string.IsNullOrEmpty(Raw(key))) Wrong(key, $"'{section[key]}' is not legal; it is a section");
        return new ConfigSection(section.GetSection(key), errors);
    }

    public bool Has(string key) => section.GetSection(key).Exists();

    /// <summary>The entries of a dictionary, by name.</summary>
    public IEnumerable<ConfigSection> Entries(string key)
    {
        if (!string.IsNullOrEmpty(Raw(key))) Wrong(key, $"'{section[key]}' is not legal; it is a section");
        return section.GetSection(key).GetChildren().Select(child => new ConfigSection(child, errors));
    }

    /// <summary>Reports what is wrong with a value, by its path.</summary>
    public void Wrong(string key, string what) => errors.Add($"{section.Path}:{key} {what}");

    /// <summary>Reports every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var child in section.GetChildren().Where(child => !_asked.Contains(child.Key)))
            Wrong(child.Key, $"is not known; legal: {string.Join(", ", _asked)}");
    }

    private decimal Number(string key, decimal fallback, decimal min, decimal max, Func<string, decimal?> parse, string type)
    {
        if (Text(key) is not { } text) return fallback;
        if (parse(text) is { } value && value >= min && value <= max) return value;
        Wrong(key, $"'{text}' is not legal; legal: {type} from {min.ToString(CultureInfo.InvariantCulture)} to {max.ToString(CultureInfo.InvariantCulture)}");
        return fallback;
    }

    private string? Raw(string key)
    {
        _asked.Add(key);
        return section[key];
    }
}
