namespace Gateway.Policies;

/// <summary>What the samples of one model have said so far.</summary>
/// <param name="model">Whose samples.</param>
/// <param name="samples">How many were asked for.</param>
/// <param name="weight">The model's external weight, at least 0.</param>
internal sealed class ModelPoll(string model, int samples, double weight)
{
    private readonly SortedList<int, Ballot> _ballots = [];
    private readonly Dictionary<AnswerKey, int> _votes = [];

    public string Model => model;

    public double Weight => weight;

    /// <summary>In the order of the samples; of those that have ended.</summary>
    public IEnumerable<Ballot> Ballots => _ballots.Values;

    /// <summary>How many samples say what.</summary>
    public IReadOnlyDictionary<AnswerKey, int> Votes => _votes;

    /// <summary>Samples that have ended.</summary>
    public int Arrived => _ballots.Count;

    /// <summary>Samples that have not ended.</summary>
    public int Outstanding => samples - _ballots.Count;

    /// <summary>Samples that hold an answer.</summary>
    public int Answers { get; private set; }

    private int Most => _votes.Count > 0 ? _votes.Values.Max() : 0;

    /// <summary>
    /// The internal weight of its votes by their entropy H (the paper's code, <c>calculate_scores_with_weights</c>): b + (1 - b)(1 - H / log2 d)
    /// with b = 1 / answers and d distinct answers; 1 where all answers agree.
    /// </summary>
    public double InternalWeight
    {
        get
        {
            if (_votes.Count <= 1) return 1;
            var entropy = -_votes.Values.Sum(count => (double)count / Answers * Math.Log2((double)count / Answers));
            var bias = 1.0 / Answers;
            return bias + (1 - bias) * (1 - entropy / Math.Log2(_votes.Count));
        }
    }

    /// <summary>The smallest that the internal weight can be whatever the outstanding samples say; itself where none is outstanding.</summary>
    public double LeastInternalWeight => Outstanding == 0 ? InternalWeight : 1.0 / Math.Max(1, Answers + Outstanding);

    /// <summary>The largest that the internal weight can be.</summary>
    public double LargestInternalWeight => Outstanding == 0 ? InternalWeight : 1;

    public void Add(int sample, Candidate candidate, AnswerKey? key)
    {
        _ballots.Add(sample, new Ballot(candidate, key));
        if (key is not { } vote) return;
        Answers++;
        _votes[vote] = _votes.GetValueOrDefault(vote) + 1;
    }

    /// <summary>Whatever the outstanding samples say, the share of its most frequent answer reaches the threshold, and at least half of the samples hold an answer.</summary>
    public bool IsSurelyConsistent(double threshold) => Answers > 0 && 2 * Answers >= samples && Reaches(Most, Answers + Outstanding, threshold);

    /// <summary>Whatever the outstanding samples say, it is not consistent.</summary>
    public bool IsSurelyInconsistent(double threshold)
    {
        var answers = Answers + Outstanding;
        return answers == 0 || 2 * answers < samples || !Reaches(Most + Outstanding, answers, threshold);
    }

    /// <summary>For the record.</summary>
    public string Describe() => Outstanding > 0
        ? $"{model}: {Most} of {Answers} answers agree, {Outstanding} of {samples} samples outstanding"
        : $"{model}: {Most} of {Answers} answers agree, of {samples} samples";

    // A share written as 0.8 is met by 4 of 5, whatever the rounding of either.
    private static bool Reaches(int votes, int answers, double threshold) => votes >= threshold * answers - 1e-9;
}
