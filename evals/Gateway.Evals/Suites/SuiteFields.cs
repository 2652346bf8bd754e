using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>The YAML keys of a suite.</summary>
internal static class SuiteFields
{
    private static readonly TextShape Text = new();

    private static readonly RecordShape Generator = new(typeof(GeneratorSource),
    [
        Field.Of<GeneratorSource>(nameof(GeneratorSource.Kind), "kind", new GeneratorKindShape(), "Which generator.", required: true),
        Field.Of<GeneratorSource>(nameof(GeneratorSource.Seed), "seed", new NumberShape<int>(0, null), "Where the randomness comes from."),
        Field.Of<GeneratorSource>(nameof(GeneratorSource.Count), "count", new NumberShape<int>(1, 100_000), "How many items."),
        Field.Of<GeneratorSource>(nameof(GeneratorSource.Difficulty), "difficulty", new NumberShape<int>(1, 10), "1 is easy."),
    ]);

    private static readonly RecordShape Source = new(typeof(ItemSource),
    [
        Field.Of<ItemSource>(nameof(ItemSource.Files), "files", new FilesShape(), "Where the rows are unless --data says it, relative to the project's root."),
        Field.Of<ItemSource>(nameof(ItemSource.Columns), "columns", new TextListShape(), "The columns of files without a header line."),
        Field.Of<ItemSource>(nameof(ItemSource.Id), "id", Text, "The field of the id; rows without it are numbered."),
        Field.Of<ItemSource>(nameof(ItemSource.Category), "category", Text, "The field of the category."),
        Field.Of<ItemSource>(nameof(ItemSource.Split), "split", Text, "The field of the split; hash draws half of the items each from their ids. Items without one are test."),
        Field.Of<ItemSource>(nameof(ItemSource.Gold), "gold", new TemplateTextShape(), "The right answer, over the row's fields."),
        Field.Of<ItemSource>(nameof(ItemSource.GoldAnswer), "gold_answer", new AnswerShape(), "What of it is the right answer."),
        Field.Of<ItemSource>(nameof(ItemSource.Variables), "variables", new TextMapShape("{variable: field}"), "The prompt's variables that have another name in the rows."),
        Field.Of<ItemSource>(nameof(ItemSource.PrefixTokens), "prefix_tokens", new NumberShape<int>(0, 1_000_000), "Tokens that the recorded models read before each prompt: part of the estimated input."),
    ]);

    /// <summary>A whole file.</summary>
    public static RecordShape File { get; } = new(typeof(Suite),
    [
        Field.Of<Suite>(nameof(Suite.Name), "name", new NameShape(namesModel: false), "The file's name without .yaml.", required: true),
        Field.Of<Suite>(nameof(Suite.Version), "version", new NumberShape<int>(1, null), "To be raised whenever figures can change.", required: true),
        Field.Of<Suite>(nameof(Suite.Description), "description", Text, "What it measures, in a sentence.", required: true),
        Field.Of<Suite>(nameof(Suite.Prompt), "prompt", new ItemPromptShape(), "What a model is asked.", required: true),
        Field.Of<Suite>(nameof(Suite.System), "system", Text, "A system message."),
        Field.Of<Suite>(nameof(Suite.Answer), "answer", new SuiteAnswerShape(), "What of a text is the answer that is graded."),
        Field.Of<Suite>(nameof(Suite.Grader), "grader", new GraderShape(), "How an answer is compared with the gold answer.", required: true),
        Field.Of<Suite>(nameof(Suite.MaxTokens), "max_tokens", new NumberShape<int>(1, null), "The longest answer that is asked for, in tokens."),
        Field.Of<Suite>(nameof(Suite.Generator), "generator", Generator, "Items that the suite makes itself."),
        Field.Of<Suite>(nameof(Suite.Published), "published", Source, "The data set's own files."),
        Field.Of<Suite>(nameof(Suite.Recorded), "recorded", Source, "The questions of a recorded folder."),
    ]);
}
