using System.CommandLine;
using System.Globalization;
using Gateway.Evals.Fitting;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Gateway.Policies;

namespace Gateway.Evals.Cli;

/// <summary><c>fit</c>: learns what a policy learns, and writes it beside the policy's file.</summary>
internal static class FitVerb
{
    private const int LongestShown = 400;

    private const string Examples = """
        Learns what a policy can learn from the items of a suite's fit split, writes its profile beside the policy's file, and says what it
        changed and what it is worth on items that it did not learn from. Items that were learned from are refused by run.

        Example:
          fit --policy evals/policies/small-vote-fitted.yaml --suite mmlu-pro --models recorded:data/mmlu-pro-recorded
        """;

    public static Command Create(TimeProvider time)
    {
        var options = new SuiteOptions("fit");
        var policy = new Option<string>("--policy") { Required = true, Description = "A policy's name, or its file." };
        var command = new Command("fit", Examples) { policy };
        options.AddTo(command);
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            await using var bench = await Workbench.OpenAsync(parse, options, time, token);
            var split = parse.GetValue(options.Split)!;
            if (split is ItemReader.DefaultSplit or ItemSelection.AllSplits) throw new SuiteProblemException($"--split {split} is not legal here: what is learned from cannot be scored; give fit, or another split that nothing is reported on");
            var asked = parse.GetValue(policy)!;
            var choice = PolicyChoice.Load([asked], bench.PolicyFolder, bench.Models.Cards, ReadingPurpose.Fitting);
            var name = choice.Names[0];
            var definition = choice.PoliciesOf(name).FirstOrDefault(one => one.Options.Name == name);
            if (definition?.Policy is not IFittablePolicy { Profile: { } profile, Fitter: { } fitter })
                throw new SuiteProblemException($"{asked} has nothing to learn; legal is a policy that names a profile, such as best-of-n with select: {{ by: majority, profile: {name}{FittedProfile.Extension} }}");

            var seed = parse.GetValue(options.Seed);
            var items = new ItemSelection(split, parse.GetValue(options.Limit), Shard: null).Of(bench.Items.Items);
            var identities = await bench.Models.IdentifyAsync(choice.ModelsOf(name), token);
            var entries = await bench.Models.OpenAsync(identities, seed, token);
            var output = parse.InvocationConfiguration.Output;
            var result = await new PolicyFit(bench.Suite, definition, fitter, time).RunAsync(items, entries, seed, parse.GetValue(options.Parallel) ?? bench.Models.Parallel, output.WriteLine, token);

            var path = Path.Combine(Path.GetDirectoryName(choice.Files[name])!, profile.File);
            ProfileWriter.Write(path, ProfileWriter.Describe(definition, bench.Suite, bench.Items, items, split, seed, result, RunVerb.CommandOf(parse)));
            await output.WriteLineAsync($"{path}: {Changes(profile.Profile, result)}");
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"On items that it did not learn from ({items.Count} items, 10-fold cross-validation): {ReportTable.Percent(result.Accuracy)}, without what it learned {ReportTable.Percent(result.Untrained)}; gain {result.Gain.Difference * 100:+0.0;-0.0;0.0} points, 95 % {result.Gain.Interval.Low * 100:+0.0;-0.0;0.0} to {result.Gain.Interval.High * 100:+0.0;-0.0;0.0}. Cost of an item ${result.CostPerItem:0.########}, without ${result.UntrainedCostPerItem:0.########}."));
            if (result.FirstStage is { } curve)
            {
                await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                    $"First stage alone {ReportTable.Percent(curve.Points[0].Accuracy)}, last alone {ReportTable.Percent(curve.Points[^1].Accuracy)}; handing on by the first stage's signal, accuracy averaged over all rates is {ReportTable.Percent(curve.Area)}, {curve.AreaOverRandom * 100:+0.0;-0.0;0.0} points over handing on at random."));
            }

            return Verbs.Done;
        }));
        return command;
    }

    private static string Changes(FittedProfile? before, FitResult result)
    {
        var now = result.Fitted.ToJsonString();
        if (before is null) return $"written anew, {Shown(now)}";
        var then = before.Fitted.ToJsonString();
        return then == now ? $"learned the same as before, {Shown(now)}" : $"was {Shown(then)}, is now {Shown(now)}";
    }

    private static string Shown(string fitted) => fitted.Length <= LongestShown ? fitted : string.Create(CultureInfo.InvariantCulture, $"{fitted.Length:N0} characters");
}
