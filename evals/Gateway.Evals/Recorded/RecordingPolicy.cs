using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Recorded;

/// <summary>Draws samples of a model, and keeps every one that comes; its answer is the first.</summary>
/// <param name="settings">What is drawn.</param>
/// <param name="samples">Which samples are wanted.</param>
/// <param name="keep">Takes each that there is.</param>
internal sealed class RecordingPolicy(RecordingSettings settings, IReadOnlyList<int> samples, Action<Candidate> keep) : IPolicy
{
    public async IAsyncEnumerable<ChatResponseUpdate> AnswerAsync(PolicyRun run, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var prompt = settings.Sampling.Over(run.Prompt);
        var calls = samples.Select(index => new ModelCall(settings.Model, prompt) { SampleIndex = index }).ToArray();
        Candidate? first = null;
        var failed = new List<Candidate>();
        await foreach (var candidate in run.CallManyAsync(calls, cancellationToken))
        {
            if (!candidate.Ok)
            {
                failed.Add(candidate);
                continue;
            }

            keep(candidate);
            first ??= candidate;
        }

        await foreach (var update in run.Deliver(first ?? throw new NoCandidateException(failed))) yield return update;
    }
}
