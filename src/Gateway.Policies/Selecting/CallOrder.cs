namespace Gateway.Policies;

/// <summary>The place of each candidate's call, by which ties are broken whatever the order of arrival.</summary>
internal sealed class CallOrder
{
    private readonly Dictionary<ModelCall, int> _places = new(ReferenceEqualityComparer.Instance);

    public CallOrder(IReadOnlyList<ModelCall> calls)
    {
        for (var i = 0; i < calls.Count; i++) _places[calls[i]] = i;
    }

    public int Of(Candidate candidate) => _places[candidate.Call];
}
