namespace Gateway.Policies;

/// <summary>
/// Ranks models for a task by how they did on tasks like it (The Avengers, arXiv 2505.19797, and Avengers-Pro, arXiv 2508.12631).
/// </summary>
internal sealed class ClusterRouter
{
    private readonly RoutingProfile _profile;
    private readonly AvengersOptions _options;

    // The place of each of the policy's models in the profile; below 0 where it is not there.
    private readonly int[] _places;
    private readonly ModelTally[] _global;

    public ClusterRouter(RoutingProfile profile, AvengersOptions options)
    {
        _profile = profile;
        _options = options;
        var known = profile.Models.ToArray();
        _places = [.. options.Models.Select(model => Array.FindIndex(known, name => string.Equals(name, model, StringComparison.OrdinalIgnoreCase)))];
        _global = [.. _places.Select(place => place < 0 ? default : profile.Groups.Aggregate(default(ModelTally), (sum, group) => sum + group.Tallies[place]))];
    }

    /// <summary>Ranks the policy's models for a task.</summary>
    /// <param name="vector">The task's, of length 1; null ranks by all groups together.</param>
    public Route RouteOf(IReadOnlyList<double>? vector) => Rank(vector is null ? [] : Nearest(vector));

    /// <summary>Ranks the policy's models for the tasks of one group.</summary>
    public Route RouteOf(int group) => Rank([new NearGroup(group, 0, 1, _profile.Groups[group].Items)]);

    /// <summary>The number of the group that a task belongs to.</summary>
    public int NearestTo(IReadOnlyList<double> vector) => Nearest(vector)[0].Group;

    /// <summary>The nearest groups, nearest first, of equally near ones the first; their weights are softmax(-beta * distance), the distance 1 - centre * vector.</summary>
    private NearGroup[] Nearest(IReadOnlyList<double> vector)
    {
        var near = _profile.Groups
            .Select((group, i) => (Group: i, Distance: 1 - Vectors.Dot(group.Centre, vector)))
            .OrderBy(static one => one.Distance).ThenBy(static one => one.Group)
            .Take(_options.TopClusters).ToArray();
        var weights = near.Select(one => Math.Exp(-_options.Beta * (one.Distance - near[0].Distance))).ToArray();
        var sum = weights.Sum();
        return [.. near.Select((one, i) => new NearGroup(one.Group, one.Distance, weights[i] / sum, _profile.Groups[one.Group].Items))];
    }

    private Route Rank(NearGroup[] near)
    {
        var accuracy = new double[_places.Length];
        var cost = new double[_places.Length];
        for (var model = 0; model < _places.Length; model++)
        {
            if (near.Length == 0) (accuracy[model], cost[model]) = (Share(_global[model]), _global[model].MeanCost);
            foreach (var group in near)
            {
                var here = _places[model] < 0 ? default : _profile.Groups[group.Group].Tallies[_places[model]];
                accuracy[model] += group.Weight * Accuracy(here, _global[model]);
                cost[model] += group.Weight * Cost(here, _global[model]);
            }
        }

        var scores = Scores(accuracy, cost);
        var ranking = _options.Models.Select((model, i) => new RankedModel(model, scores[i], accuracy[i], cost[i])).OrderByDescending(static model => model.Score);
        return new Route([.. ranking], near);
    }

    /// <summary>Shrunk towards the model's accuracy on all tasks: a group of few tasks says little, one without the model nothing.</summary>
    private double Accuracy(ModelTally here, ModelTally everywhere) =>
        here.Count + _options.Shrinkage > 0 ? (here.Correct + _options.Shrinkage * Share(everywhere)) / (here.Count + _options.Shrinkage) : Share(everywhere);

    private double Cost(ModelTally here, ModelTally everywhere) =>
        here.Count + _options.Shrinkage > 0 ? (here.Count * here.MeanCost + _options.Shrinkage * everywhere.MeanCost) / (here.Count + _options.Shrinkage) : everywhere.MeanCost;

    private static double Share(ModelTally tally) => tally.Count > 0 ? (double)tally.Correct / tally.Count : 0;

    /// <summary>alpha * a + (1 - alpha) * (1 - c): a is the accuracy between the least and the largest here, c the cost as a share of the largest here.</summary>
    private double[] Scores(double[] accuracy, double[] cost)
    {
        var (least, most, dearest) = (accuracy.Min(), accuracy.Max(), cost.Max());
        return [.. accuracy.Select((value, i) =>
        {
            var a = most > least ? (value - least) / (most - least) : 1;
            var c = dearest > 0 ? cost[i] / dearest : 0;
            return _options.Alpha * a + (1 - _options.Alpha) * (1 - c);
        })];
    }
}

/// <summary>The policy's models for a task, best first, and why.</summary>
/// <param name="Ranking">Every model of the policy; of equal scores the one named first.</param>
/// <param name="Near">The groups that the task was put in; none where the ranking is of all tasks together.</param>
internal sealed record Route(IReadOnlyList<RankedModel> Ranking, IReadOnlyList<NearGroup> Near);

/// <summary>A model's place.</summary>
/// <param name="Model">Its name.</param>
/// <param name="Score">What it is ranked by, 0 to 1.</param>
/// <param name="Accuracy">The share of right answers to expect.</param>
/// <param name="Cost">Of an answer, to expect, in US dollars.</param>
internal readonly record struct RankedModel(string Model, double Score, double Accuracy, double Cost);

/// <summary>A group near a task.</summary>
/// <param name="Group">Its number.</param>
/// <param name="Distance">0 is the centre itself.</param>
/// <param name="Weight">Its share of the decision; all together 1.</param>
/// <param name="Items">The tasks that it was learned from.</param>
internal readonly record struct NearGroup(int Group, double Distance, double Weight, int Items);
