namespace Gateway.Llama.Grammar;

/// <summary>A rule as libllama unfolds it, without groups and repetitions. Only what leads to other rules is kept.</summary>
/// <param name="Name">The name in the text; for a group or repetition that of the rule that it is in.</param>
/// <param name="Alternatives">Each a sequence of other rules' numbers, with <see cref="Terminal"/> for characters.</param>
internal sealed record GbnfRule(string Name, List<List<int>> Alternatives)
{
    public const int Terminal = -1;

    /// <summary>How many such rules libllama makes of it: as many as the repetition that it stands for allows.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>It stands for a repetition: what it repeats must not be empty.</summary>
    public bool Repeats { get; init; }
}
