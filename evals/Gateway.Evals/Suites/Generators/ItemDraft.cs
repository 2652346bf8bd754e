namespace Gateway.Evals.Suites.Generators;

/// <summary>What a generator says of one item.</summary>
/// <param name="Key">Equal for questions that are the same but for names and order of words.</param>
/// <param name="Category">What reports group by.</param>
/// <param name="Task">What is asked, less how to write the answer.</param>
/// <param name="AnswerForm">What stands after <c>Answer:</c>, in words.</param>
/// <param name="Gold">The right answer, as the grader reads it.</param>
/// <param name="Variables">What prompts may name beside the question.</param>
internal sealed record ItemDraft(string Key, string Category, string Task, string AnswerForm, string Gold, IReadOnlyDictionary<string, string>? Variables = null);
