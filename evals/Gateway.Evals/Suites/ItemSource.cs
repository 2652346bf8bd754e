using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>How rows of files become items.</summary>
internal sealed record ItemSource
{
    /// <summary>Stands for a split that is drawn from the id.</summary>
    public const string HashSplit = "hash";

    /// <summary>Where the files are unless told, by split; relative to the project's root.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Files { get; init; }

    /// <summary>The columns of files that have no header line.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>The field of the id; where rows have none, their number.</summary>
    public string Id { get; init; } = "id";

    /// <summary>The field of the category.</summary>
    public string Category { get; init; } = "category";

    /// <summary>The field of the split; hash draws half of the items each from their ids. Items without one are test.</summary>
    public string Split { get; init; } = "split";

    /// <summary>The right answer, over the row's fields.</summary>
    public TemplateText Gold { get; init; } = TemplateText.Of("{{$answer}}");

    /// <summary>What of it is the right answer.</summary>
    public IAnswerExtractor GoldAnswer { get; init; } = WholeAnswer.Instance;

    /// <summary>The prompt's variables that have another name in the rows: {variable: field}.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>Tokens that the recorded models read before each prompt, such as examples: part of the estimated input.</summary>
    public int PrefixTokens { get; init; }
}
