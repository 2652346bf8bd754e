using System.Diagnostics.CodeAnalysis;

namespace Gateway.Evals.Recorded;

/// <summary>All that one model said.</summary>
/// <param name="model">Its name.</param>
internal sealed class RecordedOutputs(string model)
{
    private readonly Dictionary<(string Id, int Sample), RecordedOutput> _outputs = [];
    private readonly Dictionary<string, int> _samples = new(StringComparer.Ordinal);

    public string Model => model;

    public bool TryAdd(string id, int sample, RecordedOutput output)
    {
        if (!_outputs.TryAdd((id, sample), output)) return false;
        _samples[id] = _samples.GetValueOrDefault(id) + 1;
        return true;
    }

    public bool TryGet(string id, int sample, [NotNullWhen(true)] out RecordedOutput? output) => _outputs.TryGetValue((id, sample), out output);

    /// <summary>How many samples of an item there are.</summary>
    public int SamplesOf(string id) => _samples.GetValueOrDefault(id);
}
