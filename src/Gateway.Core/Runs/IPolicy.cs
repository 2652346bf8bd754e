using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// An algorithm that turns calls into an answer. One instance serves all requests of one YAML file at once, so it holds options and no state.
/// </summary>
public interface IPolicy
{
    /// <summary>
    /// Answers the run's prompt. Until the first update is yielded the run can still fall back on another answer; after it, never.
    /// </summary>
    /// <exception cref="NoCandidateException">No call gave an answer.</exception>
    IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, CancellationToken cancellationToken);
}
