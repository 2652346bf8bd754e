namespace Gateway;

/// <summary>A text for a model as it is, without a chat template: as characters, or as the model's own tokens.</summary>
public readonly record struct ModelText
{
    public ModelText(string text) => Text = text;

    public ModelText(IReadOnlyList<int> tokens) => Tokens = tokens;

    /// <summary>The characters; null where tokens were given.</summary>
    public string? Text { get; }

    /// <summary>The tokens; null where characters were given.</summary>
    public IReadOnlyList<int>? Tokens { get; }
}
