using System.CommandLine;

namespace Gateway.Evals.Cli;

/// <summary>The options by which verbs name a suite's items and the models that are asked.</summary>
internal sealed class SuiteOptions
{
    public Option<string> Suite { get; } = new("--suite") { Required = true, Description = "A suite's name, or its file." };

    public Option<string> Models { get; } = new("--models") { DefaultValueFactory = static _ => ModelsArgument.Live, Description = "live: the models of the configuration; recorded:DIR: what models said when DIR was recorded." };

    public Option<string?> Data { get; } = new("--data") { Description = "The data set's published files, or a recorded folder whose questions are asked anew." };

    public Option<string> Split { get; }

    public Option<int?> Limit { get; } = new("--limit") { Description = "At most so many items, drawn by a hash of their ids." };

    public Option<long> Seed { get; } = new("--seed") { DefaultValueFactory = static _ => 1, Description = "Where the samples' randomness comes from." };

    public Option<int?> Parallel { get; } = new("--parallel") { Description = "Items at once; models keep their own limits." };

    public Option<string> Config { get; } = new("--config") { DefaultValueFactory = static _ => "appsettings.json", Description = "The configuration with the live models." };

    public Option<string> Store { get; } = new("--store") { DefaultValueFactory = static _ => "data/candidates", Description = "Where the answers of live models are kept, so that nothing is bought twice." };

    public Option<string> Suites { get; } = new("--suites") { DefaultValueFactory = static _ => Path.Combine("evals", "suites"), Description = "The folder of the suites." };

    /// <param name="split">Which items are meant unless told.</param>
    public SuiteOptions(string split = "test")
    {
        Split = new("--split") { DefaultValueFactory = _ => split, Description = "Which items: test, fit, another that the suite has, or all." };
        LegalNumber.Require<int>(Limit, static items => items >= 1, "an integer of at least 1");
        LegalNumber.Require<int>(Parallel, static items => items >= 1, "an integer of at least 1");
        LegalNumber.Require<long>(Seed, static seed => seed >= 0, "an integer of at least 0");
    }

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { Suite, Models, Data, Split, Limit, Seed, Parallel, Config, Store, Suites }) command.Options.Add(option);
    }
}
