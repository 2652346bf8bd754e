namespace Gateway.Policies;

/// <summary>A value in a YAML file, with its place.</summary>
internal abstract record YamlValue(Position At)
{
    /// <summary>The value in an error message.</summary>
    public abstract string Shown { get; }
}

/// <summary>Text. <paramref name="Plain"/> text, without quotes, can also be a number.</summary>
internal sealed record YamlScalar(Position At, string Text, bool Plain) : YamlValue(At)
{
    private const int LongestShown = 40;

    public bool IsEmpty => Plain && Text is "" or "~" or "null";

    public override string Shown => IsEmpty ? "no value" : Text.Length <= LongestShown ? $"'{Text}'" : $"'{Text[..LongestShown]}...'";
}

/// <summary>Keys with their values, in the order of the file, each key once.</summary>
internal sealed record YamlMapping(Position At, IReadOnlyList<YamlEntry> Entries) : YamlValue(At)
{
    public override string Shown => "a mapping";

    public YamlValue? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key)?.Value;
}

/// <summary>A key and its value.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlValue Value);

/// <summary>A list.</summary>
internal sealed record YamlSequence(Position At, IReadOnlyList<YamlValue> Items) : YamlValue(At)
{
    public override string Shown => "a list";
}

/// <summary>An alias, which has been reported: what it stood for is not known.</summary>
internal sealed record YamlAlias(Position At) : YamlValue(At)
{
    public override string Shown => "an alias";
}
