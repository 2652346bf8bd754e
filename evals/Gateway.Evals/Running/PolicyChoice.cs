using Gateway.Evals.Suites;
using Gateway.Hosting;
using Gateway.Policies;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Evals.Running;

/// <summary>The policies that were asked for, with all that they call.</summary>
internal sealed class PolicyChoice
{
    private readonly PolicySet _set;

    private PolicyChoice(IReadOnlyList<string> names, PolicySet set, IReadOnlyDictionary<string, string> files)
    {
        Names = names;
        _set = set;
        Files = files;
    }

    /// <summary>What was asked for, in that order: policies, or models by their own names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The file of each policy.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <param name="namesOrFiles">Names of policies or models, or files.</param>
    /// <param name="folder">The folder of the policies that have names.</param>
    /// <param name="models">What policies can call.</param>
    /// <param name="purpose">What they are read for.</param>
    /// <exception cref="SuiteProblemException">One is not there, or not legal; every problem with its line.</exception>
    public static PolicyChoice Load(IReadOnlyList<string> namesOrFiles, string folder, IReadOnlyList<ModelCard> models, ReadingPurpose purpose = ReadingPurpose.Evaluation)
    {
        var given = namesOrFiles.Where(File.Exists).ToDictionary(static file => Path.GetFileNameWithoutExtension(file), Path.GetFullPath, StringComparer.OrdinalIgnoreCase);
        var others = Directory.Exists(folder) ? Directory.GetFiles(folder, "*.yaml").Where(file => !given.ContainsKey(Path.GetFileNameWithoutExtension(file))).ToArray() : [];
        var set = new PolicyFolder([.. given.Values, .. others], purpose).Refresh(models);
        var names = new List<string>();
        foreach (var asked in namesOrFiles)
        {
            var name = given.ContainsKey(Path.GetFileNameWithoutExtension(asked)) && File.Exists(asked) ? Path.GetFileNameWithoutExtension(asked) : asked;
            var policy = set.Policies.FirstOrDefault(policy => Same(policy.Options.Name, name));
            var model = models.FirstOrDefault(card => Same(card.Name, name));
            if (policy is null && model is null) throw new SuiteProblemException(Missing(name, asked, set, models));
            names.Add(policy?.Options.Name ?? model!.Name);
        }

        var files = given.Values.Concat(others).ToDictionary(static file => Path.GetFileNameWithoutExtension(file), static file => file, StringComparer.OrdinalIgnoreCase);
        return new PolicyChoice([.. names.Distinct(StringComparer.OrdinalIgnoreCase)], set, files);
    }

    /// <summary>The policies that a name stands for and calls, by name; none for a model.</summary>
    public IReadOnlyList<PolicyDefinition> PoliciesOf(string name) => [.. Reach(name).Select(Find).OfType<PolicyDefinition>()];

    /// <summary>The models that a name stands for and calls.</summary>
    public IReadOnlyList<string> ModelsOf(string name) => [.. Reach(name).Where(reached => Find(reached) is null)];

    /// <summary>What answers each of <see cref="Names"/>.</summary>
    public Answerers Answerers(IReadOnlyList<CatalogEntry> models, IRunSink sink, TimeProvider time)
    {
        var policies = Names.SelectMany(PoliciesOf).Distinct();
        return Hosting.Answerers.Create(models, policies, new AnswererServices(time, [sink], KeepTexts: true, NullLogger.Instance));
    }

    private PolicyDefinition? Find(string name) => _set.Policies.FirstOrDefault(policy => Same(policy.Options.Name, name));

    private SortedSet<string> Reach(string name)
    {
        var reached = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        Visit(name);
        return reached;

        void Visit(string current)
        {
            if (!reached.Add(current) || Find(current) is not { } policy) return;
            foreach (var calls in ((IPlannedPolicy)policy.Policy).Plan().Stages.SelectMany(static stage => stage.Calls)) Visit(calls.Model);
        }
    }

    private static string Missing(string name, string asked, PolicySet set, IReadOnlyList<ModelCard> models)
    {
        var problems = set.Problems.Where(problem => Same(Path.GetFileNameWithoutExtension(problem.File), name)).ToArray();
        if (problems.Length > 0) return string.Join('\n', problems.AsEnumerable());
        var known = set.Policies.Select(static policy => policy.Options.Name).Concat(models.Select(static card => card.Name)).Order(StringComparer.OrdinalIgnoreCase).ToArray();
        return $"'{asked}' is neither a policy, nor a model, nor a file{Nearest.Hint(name, known)}; there are {string.Join(", ", known)}";
    }

    private static bool Same(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
