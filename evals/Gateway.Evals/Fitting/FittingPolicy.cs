using System.Runtime.CompilerServices;
using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Fitting;

/// <summary>Makes the calls that a kind learns from and keeps what it saw; what it answers itself is the first answer.</summary>
/// <param name="observe">Makes the calls.</param>
/// <param name="keep">Takes what was seen.</param>
internal sealed class FittingPolicy(Func<PolicyRun, CancellationToken, Task<FittingObservation>> observe, Action<FittingObservation> keep) : IPolicy
{
    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var seen = await observe(run, cancellationToken);
        keep(seen);
        if (seen.Candidates.FirstOrDefault(static candidate => candidate.Ok) is not { } first) throw new NoCandidateException(seen.Candidates);
        await foreach (var update in run.Deliver(first)) yield return update;
    }
}
