namespace Gateway.Policies;

/// <summary>Checks policies against the names that exist: models, refused models and each other.</summary>
/// <param name="models">The models that can be asked.</param>
/// <param name="refused">The models that cannot, with the reasons.</param>
internal sealed class PolicyLinker(IReadOnlyCollection<ModelCard> models, IReadOnlyDictionary<string, string> refused)
{
    private readonly Dictionary<string, ModelCard> _models = models.ToDictionary(static card => card.Name, StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _refused = new(refused, StringComparer.OrdinalIgnoreCase);

    /// <summary>What is wrong with each file, given that the others are what they are; files without a problem are not in it.</summary>
    public IReadOnlyDictionary<PolicyFile, List<PolicyProblem>> Check(IReadOnlyList<PolicyFile> files)
    {
        var policies = new Dictionary<string, PolicyFile>(StringComparer.OrdinalIgnoreCase);
        var problems = new Dictionary<PolicyFile, List<PolicyProblem>>();
        foreach (var file in files)
        {
            var name = file.Definition!.Options.Name;
            if (_models.ContainsKey(name) || _refused.ContainsKey(name)) Report(file, "name", new Position(1, 1), $"'{name}' is a model's name already; names are one name space");
            else if (!policies.TryAdd(name, file)) Report(file, "name", new Position(1, 1), $"'{name}' is the name of {policies[name].Path} already; names do not differ by case");
        }

        foreach (var file in files)
        {
            foreach (var named in file.Models) CheckName(file, named);
            CheckCalls(file);
            if (Cycle(file, policies) is { } cycle) Report(file, "", file.PlaceOf(cycle[1]), $"the policy calls itself: {string.Join(" -> ", cycle)}");
        }

        return problems;

        void Report(PolicyFile file, string key, Position at, string message)
        {
            if (!problems.TryGetValue(file, out var list)) problems[file] = list = [];
            list.Add(new PolicyProblem(file.Path, at.Line, at.Column, key, message));
        }

        void CheckName(PolicyFile file, NamedModel named)
        {
            if (_models.ContainsKey(named.Name) || policies.ContainsKey(named.Name)) return;
            if (_refused.TryGetValue(named.Name, out var reason))
            {
                Report(file, named.Key, named.At, $"the model '{named.Name}' is refused: {reason}");
                return;
            }

            var known = _models.Keys.Concat(policies.Keys.Where(name => policies[name] != file)).Order(StringComparer.OrdinalIgnoreCase).ToArray();
            Report(file, named.Key, named.At, $"'{named.Name}' is neither a model nor a policy{Nearest.Hint(named.Name, known)}; there are {(known.Length > 0 ? string.Join(", ", known) : "none")}");
        }

        void CheckCalls(PolicyFile file)
        {
            foreach (var calls in ((IPlannedPolicy)file.Definition!.Policy).Plan().Stages.SelectMany(static stage => stage.Calls))
            {
                if (calls.LocalBecause is not null && _models.TryGetValue(calls.Model, out var card) && card.Backend == ModelBackend.Remote)
                    Report(file, "select", file.PlaceOf(calls.Model), $"'{calls.Model}' is a remote model, and {calls.LocalBecause}");
                if (calls.Embeds && policies.ContainsKey(calls.Model))
                    Report(file, "embedder", file.PlaceOf(calls.Model), $"'{calls.Model}' is a policy, and policies make no embeddings; give a model");
            }
        }
    }

    /// <summary>The names on a way from a policy back to itself, first and last equal; null where there is none.</summary>
    private static List<string>? Cycle(PolicyFile start, Dictionary<string, PolicyFile> policies)
    {
        var origin = start.Definition!.Options.Name;
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        return Search(start, [origin]);

        List<string>? Search(PolicyFile file, List<string> path)
        {
            foreach (var named in file.Models)
            {
                List<string> next = [.. path, named.Name];
                if (string.Equals(named.Name, origin, StringComparison.OrdinalIgnoreCase)) return next;
                if (seen.Add(named.Name) && policies.TryGetValue(named.Name, out var callee) && Search(callee, next) is { } cycle) return cycle;
            }

            return null;
        }
    }
}
