using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// Which of the samples of its prompt a call asks for, for models that keep samples. It travels in
/// <see cref="ChatOptions.AdditionalProperties"/>.
/// </summary>
/// <remarks>
/// A path: <c>3</c> is the fourth sample of a policy that was asked itself; <c>1/3</c> that of a policy that is itself the second sample of
/// another. The first sample of a policy inside a policy keeps the plain numbers, so that it shares what both need; all others are different
/// samples, or two of them would be the same answer: below a sample that is not the first, every number is written (<c>1/0/3</c>).
/// </remarks>
public static class SampleIdentity
{
    private const string Key = "gateway.sample";

    /// <summary>The path; <c>0</c> unless told.</summary>
    public static string SamplePath(this ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) && value is string path ? path : "0";

    public static void SetSamplePath(this ChatOptions options, string path) => (options.AdditionalProperties ??= [])[Key] = path;
}
