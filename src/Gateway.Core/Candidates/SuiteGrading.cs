using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// The grader of the question that is being evaluated, for policies that verify with it. It travels in
/// <see cref="ChatOptions.AdditionalProperties"/>; outside of evaluations there is none.
/// </summary>
public static class SuiteGrading
{
    private const string Key = "gateway.suite_grader";

    /// <summary>Tells of a model's whole text whether it is right; null outside of an evaluation.</summary>
    public static Func<string, bool>? SuiteGrader(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as Func<string, bool> : null;

    public static void SetSuiteGrader(this ChatOptions options, Func<string, bool> isRight) => (options.AdditionalProperties ??= [])[Key] = isRight;
}
