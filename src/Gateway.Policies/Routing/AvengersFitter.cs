using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Gateway.Policies;

/// <summary>Finds groups of like tasks by k-means over their vectors, and counts how each model did in each.</summary>
internal sealed class AvengersFitter(AvengersOptions options) : IFitter
{
    // Of so many starts the best: one alone can end in a poor place.
    private const int Restarts = 4;
    private const int MostIterations = 300;
    private readonly ConditionalWeakTable<JsonObject, Learned> _learned = [];

    /// <summary>Every model's answers, and the task's vector where a model makes it.</summary>
    public async Task<FittingObservation> ObserveAsync(PolicyRun run, CancellationToken cancellationToken)
    {
        var prompt = options.Sampling.ForOneChoice(run.Prompt);
        ModelCall[] calls = [.. options.Models.SelectMany(model => SampleCalls.Of(model, prompt, options.Use.Samples))];
        var candidates = await run.AllAsync(calls, cancellationToken);
        if (options.IsLexical) return new FittingObservation(candidates, []);

        var embedding = await run.EmbedAsync(options.Embedder, TaskText.Task(run.Prompt), cancellationToken);
        if (embedding.Vector is { } vector) return new FittingObservation(candidates, [.. vector.Select(static number => (double)number)]);

        // Learned without it, the item would stand in no group.
        var call = new ModelCall(options.Embedder, run.Prompt) { Role = "embed" };
        throw new NoCandidateException([new Candidate(call, null, embedding.Fault, default, TimeSpan.Zero, Cached: false) { AnsweredBy = options.Embedder }]);
    }

    public JsonObject Fit(IReadOnlyList<FittingItem> items, int seed)
    {
        var lexical = options.IsLexical ? LexicalEmbedder.Fit([.. items.Select(static item => TaskText.Task(item.Prompt))], seed, LexicalEmbedder.DefaultDimensions) : null;
        var vectors = items.Select(item => VectorOf(item, lexical)).ToArray();
        double[][] points = [.. vectors.OfType<double[]>()];
        var empty = new RoutingProfile(options.Embedder, lexical?.Dimensions ?? items[0].Numbers.Count, lexical, options.Clusters, options.Models, []);
        if (points.Length == 0) return empty.ToJson();

        // What is counted is where the router will put each task, not where k-means left it: of the rounded centres, by its own distance.
        var centres = KMeans.Fit(points, options.Clusters, seed, MostIterations, Restarts).Centres
            .Select(static centre => new TaskGroup([.. centre.Select(RoutingProfile.Rounded)], 0, [])).ToArray();
        var router = new ClusterRouter(empty with { Models = [], Groups = centres }, options with { TopClusters = 1 });
        var members = centres.Select(static _ => new List<FittingItem>()).ToArray();
        for (var i = 0; i < items.Count; i++)
        {
            if (vectors[i] is { } vector) members[router.NearestTo(vector)].Add(items[i]);
        }

        var groups = centres.Select((group, i) => group with { Items = members[i].Count, Tallies = [.. options.Models.Select(model => TallyOf(model, members[i]))] });
        return (empty with { Groups = [.. groups.Where(static group => group.Items > 0)] }).ToJson();
    }

    public FittingOutcome? Deliver(JsonObject fitted, FittingItem item)
    {
        var (router, lexical) = _learned.GetValue(fitted, Read);
        var ranking = router.RouteOf(VectorOf(item, lexical)).Ranking;
        if (options.Use.By == AvengersUseBy.Single) return FirstAnswer(item, ranking);

        var asked = ranking.Take(options.Use.Top).Select(static ranked => ranked.Model).ToArray();
        if (options.Use.By == AvengersUseBy.ModelSwitch && options.Use.Switch(asked, options.Answer).Choose(item.Candidates) is { } switched) return switched;

        FittingCandidate[] voters = [.. asked.SelectMany(model => AnswersOf(model, item))];
        var tally = new VoteTally(voters.Length);
        for (var i = 0; i < voters.Length; i++) tally.Add(i, Key(voters[i]));
        if (voters.Length == 0) return FirstAnswer(item, ranking.Skip(options.Use.Top));
        var winner = tally.Leader is { } leader ? voters.First(voter => Key(voter) == leader) : voters[0];
        return new FittingOutcome(winner.Correct, voters.Sum(static voter => voter.Candidate.Spend.Cost));
    }

    /// <summary>No groups: the models in the order in which the policy names them.</summary>
    public JsonObject Untrained()
    {
        var lexical = options.IsLexical ? new LexicalEmbedder(seed: 0, LexicalEmbedder.DefaultDimensions, new double[LexicalFeatures.Buckets]) : null;
        return new RoutingProfile(options.Embedder, LexicalEmbedder.DefaultDimensions, lexical, options.Clusters, options.Models, []).ToJson();
    }

    private Learned Read(JsonObject fitted)
    {
        var profile = RoutingProfileReader.Read(fitted, out var reason) ?? throw new InvalidOperationException(reason);
        return new Learned(new ClusterRouter(profile, options), profile.Lexical);
    }

    private static double[]? VectorOf(FittingItem item, LexicalEmbedder? lexical)
    {
        if (lexical is not null) return lexical.Embed(TaskText.Task(item.Prompt));
        double[] vector = [.. item.Numbers];
        return Vectors.TryNormalize(vector) ? vector : null;
    }

    private static ModelTally TallyOf(string model, IEnumerable<FittingItem> items)
    {
        FittingCandidate[] answers = [.. items.SelectMany(item => AnswersOf(model, item))];
        return answers.Length == 0
            ? default
            : new ModelTally(answers.Length, answers.Count(static answer => answer.Correct), RoutingProfile.Rounded((double)answers.Average(static answer => answer.Candidate.Spend.Cost)));
    }

    private static IEnumerable<FittingCandidate> AnswersOf(string model, FittingItem item) =>
        item.Candidates.Where(one => string.Equals(one.Candidate.Call.Model, model, StringComparison.OrdinalIgnoreCase));

    private static FittingOutcome? FirstAnswer(FittingItem item, IEnumerable<RankedModel> ranking) =>
        ranking.SelectMany(ranked => AnswersOf(ranked.Model, item)).FirstOrDefault() is { } answer ? new FittingOutcome(answer.Correct, answer.Candidate.Spend.Cost) : null;

    private AnswerKey? Key(FittingCandidate candidate) => AnswerKey.Of(candidate.Candidate, options.Answer);

    private sealed record Learned(ClusterRouter Router, LexicalEmbedder? Lexical);
}
