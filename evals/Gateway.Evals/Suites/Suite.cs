using Gateway.Evals.Grading;
using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Suites;

/// <summary>What is asked and how answers are judged: a file of <c>evals/suites</c>.</summary>
internal sealed record Suite
{
    /// <summary>The file's name without .yaml.</summary>
    public required string Name { get; init; }

    /// <summary>To be raised whenever figures can change.</summary>
    public required int Version { get; init; }

    /// <summary>What it measures, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>What a model is asked, over the item's variables.</summary>
    public required PromptTemplate Prompt { get; init; }

    /// <summary>A system message.</summary>
    public string? System { get; init; }

    /// <summary>What of a text is the answer that is graded.</summary>
    public IAnswerExtractor Answer { get; init; } = WholeAnswer.Instance;

    /// <summary>How an answer is compared with the gold answer.</summary>
    public required GraderChoice Grader { get; init; }

    /// <summary>The longest answer that is asked for, in tokens.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Items that the suite makes itself.</summary>
    public GeneratorSource? Generator { get; init; }

    /// <summary>The data set's own files.</summary>
    public ItemSource? Published { get; init; }

    /// <summary>The questions of a recorded folder.</summary>
    public ItemSource Recorded { get; init; } = new();

    /// <summary>SHA-256 of the file, first 16 hex digits.</summary>
    public string Hash { get; init; } = "";

    /// <summary>The request that an item is.</summary>
    public async Task<Prompt> PromptOfAsync(SuiteItem item, CancellationToken cancellationToken)
    {
        var question = new ChatMessage(ChatRole.User, await Prompt.RenderAsync(item.Variables, cancellationToken));
        IReadOnlyList<ChatMessage> messages = System is null ? [question] : [new ChatMessage(ChatRole.System, System), question];
        var options = new ChatOptions { MaxOutputTokens = MaxTokens };
        options.SetSuiteGrader(text => IsCorrect(text, item));
        return new Prompt(messages, options);
    }

    /// <summary>The answer that a text holds; null where it holds none.</summary>
    public string? AnswerOf(string text) => Answer.Extract(text);

    /// <summary>A text is right if it holds an answer and the grader takes it.</summary>
    public bool IsCorrect(string text, SuiteItem item) => AnswerOf(text) is { } answer && Grader.For(item).IsCorrect(answer, item);
}
