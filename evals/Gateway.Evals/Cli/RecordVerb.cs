using System.CommandLine;
using System.Globalization;
using Gateway.Evals.Recorded;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Cli;

/// <summary><c>record</c>: a recorded folder from a live model.</summary>
internal static class RecordVerb
{
    private const string Examples = """
        Asks a live model for samples of a suite's items and writes a recorded folder, on which policies can be evaluated without it.
        Several models go into one folder by one command each.

        Example:
          record --suite tiny-sum --model tiny-sum --samples 16 --temperature 0.8 --split all --out data/tiny-sum-recorded

        Stopped in whatever way, the same command goes on.
        """;

    public static Command Create(TimeProvider time)
    {
        var options = new SuiteOptions();
        var model = new Option<string>("--model") { Required = true, Description = "A model of the configuration." };
        var samples = new Option<int>("--samples") { DefaultValueFactory = static _ => 1, Description = "Samples of each item." };
        LegalNumber.Require<int>(samples, static count => count is >= 1 and <= 1024, "an integer from 1 to 1024");
        var temperature = new Option<float?>("--temperature") { Description = "0 to 2; 0.7 unless told." };
        var topP = new Option<float?>("--top-p") { Description = "Above 0, up to 1." };
        LegalNumber.Require<float>(temperature, static value => value is >= 0 and <= 2, "a number from 0 to 2");
        LegalNumber.Require<float>(topP, static value => value is > 0 and <= 1, "a number above 0, up to 1");
        var folder = new Option<string>("--out") { Required = true, Description = "The recorded folder." };
        var command = new Command("record", Examples) { model, samples, temperature, topP, folder };
        options.AddTo(command);
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            await using var bench = await Workbench.OpenAsync(parse, options, time, token);
            if (ModelsArgument.FolderOf(parse.GetValue(options.Models)!) is not null) throw new SuiteProblemException("record asks a live model; leave --models out");
            var recording = new Recording(bench.Suite, bench.Models, new RecordingSettings
            {
                Model = PolicyChoice.Load([parse.GetValue(model)!], bench.PolicyFolder, bench.Models.Cards).Names[0],
                Samples = parse.GetValue(samples),
                Sampling = new Sampling { Temperature = parse.GetValue(temperature), TopP = parse.GetValue(topP) },
                Seed = parse.GetValue(options.Seed),
                Parallel = parse.GetValue(options.Parallel) ?? bench.Models.Parallel,
                Folder = parse.GetValue(folder)!,
            });
            var items = new ItemSelection(parse.GetValue(options.Split)!, parse.GetValue(options.Limit), Shard: null).Of(bench.Items.Items);
            var output = parse.InvocationConfiguration.Output;
            var failed = await recording.RunAsync(items, line => output.WriteLine(line), time, token);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{items.Count} items are in {parse.GetValue(folder)}{(failed > 0 ? $"; {failed} samples failed, the same command asks for them again" : "")}."));
            return failed > 0 ? Verbs.Failed : Verbs.Done;
        }));
        return command;
    }
}
