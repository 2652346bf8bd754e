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
            CheckNeeds(file);
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

        void CheckNeeds(PolicyFile file)
        {
            // Several calls of one name may need the same of it.
            var needs = ((IPlannedPolicy)file.Definition!.Policy).Plan().Stages.SelectMany(static stage => stage.Calls)
                .Where(static calls => calls.Needs is not null).DistinctBy(static calls => (calls.Model, calls.Needs!.Key));
            foreach (var calls in needs)
            {
                if (CardOf(calls.Model) is { } card && calls.Needs!.WhyNot(card) is { } reason)
                    Report(file, calls.Needs.Key, file.PlaceOf(calls.Model), $"'{calls.Model}' {reason}");
            }
        }

        ModelCard? CardOf(string name) =>
            _models.TryGetValue(name, out var card) ? card : policies.ContainsKey(name) ? new ModelCard(name, ModelBackend.Policy, 0, Price.Free) : null;
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
