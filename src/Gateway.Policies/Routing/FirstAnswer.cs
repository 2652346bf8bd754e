using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Gateway.Policies;

internal static class FirstAnswer
{
    /// <summary>Passes on the answer of the first call that begins one, as it comes. What fails after its first byte fails for good.</summary>
    /// <param name="run">The run.</param>
    /// <param name="calls">Who is asked, one after another.</param>
    /// <param name="failed">Calls that have failed before.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="NoCandidateException">All failed.</exception>
    public static async IAsyncEnumerable<ChatResponseUpdate> StreamFirstAsync(
        this PolicyRun run, IReadOnlyList<ModelCall> calls, IReadOnlyList<Candidate> failed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        List<Candidate> faulty = [.. failed];
        for (var i = 0; i < calls.Count; i++)
        {
            await using var updates = run.StreamAsync(calls[i], cancellationToken).GetAsyncEnumerator(cancellationToken);
            bool more;
            try
            {
                more = await updates.MoveNextAsync();
            }
            catch (NoCandidateException none)
            {
                faulty.AddRange(none.Failed);
                if (i + 1 < calls.Count) run.Note(new Decided("fallback", $"{calls[i].Model} gave no answer ({none.Failed[^1].Fault!.Message}); {calls[i + 1].Model} is asked"));
                continue;
            }

            while (more)
            {
                yield return updates.Current;
                more = await updates.MoveNextAsync();
            }

            yield break;
        }

        throw new NoCandidateException(faulty);
    }
}
