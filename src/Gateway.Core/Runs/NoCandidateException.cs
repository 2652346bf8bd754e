namespace Gateway;

/// <summary>Every call of a run failed: there is no answer to give.</summary>
/// <param name="failed">The failed calls, in call order; never empty.</param>
public sealed class NoCandidateException(IReadOnlyList<Candidate> failed)
    : Exception(string.Join("; ", failed.Select(static candidate => $"{candidate.Call.Model}: {candidate.Fault!.Message}").Distinct()))
{
    public IReadOnlyList<Candidate> Failed { get; } = failed;
}
