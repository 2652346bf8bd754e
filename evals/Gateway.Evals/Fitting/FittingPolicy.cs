using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Fitting;

/// <summary>Makes the calls that a kind learns from and keeps all their answers; what it answers itself is the first.</summary>
/// <param name="calls">The calls of a request.</param>
/// <param name="keep">Takes the candidates, faulty ones too, in the order of the calls.</param>
internal sealed class FittingPolicy(Func<Prompt, IReadOnlyList<ModelCall>> calls, Action<IReadOnlyList<Candidate>> keep) : IPolicy
{
    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = calls(run.Prompt);
        var places = new Dictionary<ModelCall, int>(ReferenceEqualityComparer.Instance);
        for (var i = 0; i < all.Count; i++) places[all[i]] = i;
        var candidates = new Candidate[all.Count];
        await foreach (var candidate in run.CallManyAsync(all, cancellationToken)) candidates[places[candidate.Call]] = candidate;
        keep(candidates);
        if (Array.Find(candidates, static candidate => candidate.Ok) is not { } first) throw new NoCandidateException(candidates);
        await foreach (var update in run.Deliver(first)) yield return update;
    }
}
