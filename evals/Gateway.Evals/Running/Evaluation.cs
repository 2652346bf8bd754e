using System.Reflection;
using Gateway.Evals.Recorded;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Evals.Running;

/// <summary>Policies on the items of a suite, one after another, so that a later one finds the answers that an earlier one bought.</summary>
/// <param name="settings">What is evaluated.</param>
/// <param name="time">The clock.</param>
internal sealed class Evaluation(EvaluationSettings settings, TimeProvider time)
{
    /// <param name="watch">Is told what happens.</param>
    /// <param name="cancellationToken">Stops; what is finished stays, and the same evaluation goes on from there.</param>
    /// <returns>The finished rows of each policy.</returns>
    /// <exception cref="SuiteProblemException">Something that was named cannot be used.</exception>
    /// <exception cref="RunFolderException">The folder of results cannot be used.</exception>
    /// <exception cref="EvaluationStoppedException">Everything fails.</exception>
    public async Task<IReadOnlyList<PolicyResult>> RunAsync(IEvaluationWatch watch, CancellationToken cancellationToken)
    {
        var (suite, items, models) = (settings.Suite, settings.Items, settings.Models);
        var chosen = settings.Selection.Of(items.Items);
        var records = new RecordCollector();
        foreach (var name in settings.Policies.Names) RefuseSeen(name, chosen);
        using var folder = RunFolder.Hold(settings.Out);

        var identities = await models.IdentifyAsync(settings.Policies.Names.SelectMany(settings.Policies.ModelsOf).Distinct(StringComparer.OrdinalIgnoreCase), cancellationToken);
        var specs = new List<RunSpec>();
        var best = models is RecordedModels recorded ? await SingleModels.BestAsync(recorded, suite, items, cancellationToken) : null;
        foreach (var name in settings.Policies.Names) specs.Add(await SpecAsync(name, identities, best, cancellationToken));

        var entries = await models.OpenAsync(identities, settings.Seed, cancellationToken);
        var answerers = settings.Policies.Answerers(entries, records, time);
        var results = new List<PolicyResult>();
        foreach (var spec in specs)
        {
            var policy = answerers.Clients.First(client => client.Definition.Options.Name == spec.Policy);
            using var samples = folder.Open(spec.Policy, spec);
            var wanted = chosen.Select(static item => item.Id).ToHashSet(StringComparer.Ordinal);
            watch.Begin(spec.Policy, chosen.Count, [.. samples.Rows.Where(row => wanted.Contains(row.Id))]);
            try
            {
                var runner = new ItemRunner(suite, policy, models, records, settings.Seed);
                await new PolicyEvaluation(runner, samples, settings.Parallel ?? models.Parallel).RunAsync(chosen, watch.Finished, cancellationToken);
            }
            finally
            {
                watch.End(spec.Policy);
            }

            results.Add(new PolicyResult(spec, [.. samples.Rows.Where(row => wanted.Contains(row.Id)).OrderBy(static row => row.Id, StringComparer.Ordinal)]));
        }

        return results;
    }

    /// <summary>A policy is not scored on what it, or a policy that it calls, has learned from.</summary>
    private void RefuseSeen(string name, IReadOnlyList<SuiteItem> items)
    {
        foreach (var policy in settings.Policies.PoliciesOf(name))
        {
            if (policy.Policy is not IFittablePolicy { Profile.Profile: { } profile }) continue;
            var seen = items.Where(item => profile.SeenIds.Contains(FittedProfile.Digest(item.Id))).ToArray();

            // Digests of 32 bits: among thousands of items one may meet another's by chance.
            var byChance = (double)items.Count * profile.SeenIds.Count / uint.MaxValue;
            if (seen.Length > (byChance > 1e-4 ? 1 : 0))
                throw new SuiteProblemException($"{policy.Options.Name} has learned from {seen.Length} of these {items.Count} items ({profile.File}), {seen[0].Id} among them; score it on others, such as --split test");
        }
    }

    private async Task<RunSpec> SpecAsync(string name, IReadOnlyDictionary<string, string> identities, BestSingle? best, CancellationToken cancellationToken)
    {
        var policies = settings.Policies.PoliciesOf(name);
        return new RunSpec
        {
            Suite = settings.Suite.Name,
            SuiteVersion = settings.Suite.Version,
            SuiteHash = settings.Suite.Hash,
            DataHash = settings.Items.DataHash,
            Policy = name,
            Kind = policies.FirstOrDefault(policy => string.Equals(policy.Options.Name, name, StringComparison.OrdinalIgnoreCase))?.Kind ?? "direct",
            PolicyHashes = policies.ToDictionary(static policy => policy.Options.Name, static policy => policy.Hash),
            Models = settings.Policies.ModelsOf(name).ToDictionary(static model => model, model => identities[model]),
            IsOracle = policies.Any(static policy => ((IPlannedPolicy)policy.Policy).Plan().AsksSuiteGrader),
            Split = settings.Selection.Split,
            Seed = settings.Seed,
            Shard = settings.Selection.Shard?.ToString(),
            Limit = settings.Selection.Limit,
            BestSingle = best,
            Commit = await SourceState.CommitAsync(settings.Root, cancellationToken),
            Version = typeof(Evaluation).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
            Command = settings.Command,
        };
    }
}
