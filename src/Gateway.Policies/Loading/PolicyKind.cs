namespace Gateway.Policies;

/// <summary>An algorithm that YAML can ask for.</summary>
/// <param name="Name">As in YAML's <c>kind</c>.</param>
/// <param name="Description">What it does, in a sentence.</param>
/// <param name="ManyAnswers">It can answer a request for several choices.</param>
/// <param name="Shape">The mapping that is its file.</param>
/// <param name="Create">Makes the policy over its options.</param>
internal sealed record PolicyKind(string Name, string Description, bool ManyAnswers, RecordShape Shape, Func<PolicyOptions, IPlannedPolicy> Create);
