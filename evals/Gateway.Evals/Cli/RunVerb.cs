using System.CommandLine;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Cli;

/// <summary><c>run</c>: asks policies a suite's items and reports what they gain for what they cost.</summary>
internal static class RunVerb
{
    private const string Examples = """
        Asks policies the items of a suite, as the server would, and reports what they gain for what they cost.

        Examples:
          run --suite tiny-sum --policy sum-vote --policy tiny-sum --limit 200
          run --suite mmlu-pro --models recorded:data/mmlu-pro-recorded --policy evals/policies/small-vote.yaml --policy gemini-1.5-flash-002
          run --suite gsm8k --data gsm8k/test.jsonl --policy my-policy --shard 0/8 --out results/0

        Stopped in whatever way, the same command goes on. Exit codes: 0 done, 1 items failed, 2 something named cannot be used, 130 stopped.
        """;

    public static Command Create(TimeProvider time)
    {
        var options = new SuiteOptions();
        var policy = new Option<string[]>("--policy") { Required = true, AllowMultipleArgumentsPerToken = false, Description = "A policy's or a model's name, or a policy's file; may be given several times." };
        var shard = new Option<Shard?>("--shard")
        {
            Description = $"Only a part of the items: {Shard.Legal}.",
            CustomParser = static result =>
            {
                var shard = Shard.TryParse(result.Tokens[0].Value);
                if (shard is null) result.AddError($"--shard {result.Tokens[0].Value} is not legal; give {Shard.Legal}");
                return shard;
            },
        };
        var folder = new Option<string?>("--out") { Description = "Where the results go; data/evaluations/<suite> unless told." };
        var baseline = new Option<string?>("--baseline") { Description = "What gains are stated against; the best single model of the fit split unless told." };
        var command = new Command("run", Examples) { policy, shard, folder, baseline };
        options.AddTo(command);
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            await using var bench = await Workbench.OpenAsync(parse, options, time, token);
            var settings = new EvaluationSettings
            {
                Suite = bench.Suite,
                Items = bench.Items,
                Selection = new ItemSelection(parse.GetValue(options.Split)!, parse.GetValue(options.Limit), parse.GetValue(shard)),
                Models = bench.Models,
                Policies = PolicyChoice.Load(parse.GetValue(policy)!, bench.PolicyFolder, bench.Models.Cards),
                Seed = parse.GetValue(options.Seed),
                Parallel = parse.GetValue(options.Parallel),
                Out = parse.GetValue(folder) ?? Path.Combine(bench.Root, "data", "evaluations", bench.Suite.Name),
                Root = bench.Root,
                Command = CommandOf(parse),
            };
            // Before anything is bought.
            if (parse.GetValue(baseline) is { } wanted) EvaluationReport.Named(wanted, settings.Policies.Names);
            var console = TerminalOutput.Create(parse.InvocationConfiguration.Output);
            var results = await new ProgressDisplay(console, time, bench.Models).WatchAsync(watch => new Evaluation(settings, time).RunAsync(watch, token));
            var report = EvaluationReport.Of(results, parse.GetValue(baseline));
            ResultFiles.Write(settings.Out, report);
            TerminalReport.Write(console, report);
            await parse.InvocationConfiguration.Output.WriteLineAsync($"Results are in {settings.Out}.");
            return report.Policies.Any(static one => one.Errors > 0) ? Verbs.Failed : Verbs.Done;
        }));
        return command;
    }

    /// <summary>What the user typed.</summary>
    public static string CommandOf(ParseResult parse) => string.Join(' ', parse.Tokens.Select(static one => Quoted(one.Value)));

    private static string Quoted(string word) => word.Contains(' ', StringComparison.Ordinal) ? $"'{word}'" : word;
}
