using System.CommandLine;
using Gateway.Evals.Live;
using Gateway.Evals.Recorded;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Gateway.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Evals.Cli;

/// <summary>A suite with its items and the models that are asked, as the options name them.</summary>
internal sealed class Workbench : IAsyncDisposable
{
    private Workbench(Suite suite, SuiteItems items, EvaluatedModels models, string policies, string root)
    {
        Suite = suite;
        Items = items;
        Models = models;
        PolicyFolder = policies;
        Root = root;
    }

    public Suite Suite { get; }

    public SuiteItems Items { get; }

    public EvaluatedModels Models { get; }

    /// <summary>Where policies that have names are.</summary>
    public string PolicyFolder { get; }

    public string Root { get; }

    /// <exception cref="SuiteProblemException">Something cannot be used.</exception>
    /// <exception cref="GatewayConfigurationException">The configuration is not legal.</exception>
    public static async Task<Workbench> OpenAsync(ParseResult parse, SuiteOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        var root = ProjectRoot.Find();
        var suite = new SuiteFolder(Under(root, parse.GetValue(options.Suites)!)).Load(parse.GetValue(options.Suite)!);
        var folder = ModelsArgument.FolderOf(parse.GetValue(options.Models)!);
        var items = await SuiteItems.LoadAsync(suite, folder, parse.GetValue(options.Data), root, cancellationToken);
        var configuration = new Lazy<GatewayOptions>(() => Configuration(Under(root, parse.GetValue(options.Config)!), root));
        EvaluatedModels models = folder is not null
            ? new RecordedModels(new RecordedFolder(folder), items.PrefixTokens)
            : new LiveModels(configuration.Value, CandidateStore.Open(Under(root, parse.GetValue(options.Store)!), time), time, NullLoggerFactory.Instance);

        // Recorded models need no configuration; what is wrong with it must not stand in their way.
        var policies = folder is not null ? Path.Combine(root, "policies") : configuration.Value.PolicyFolder;
        return new Workbench(suite, items, models, policies, root);
    }

    public ValueTask DisposeAsync() => Models.DisposeAsync();

    private static GatewayOptions Configuration(string file, string root)
    {
        if (!File.Exists(file)) throw new SuiteProblemException($"there is no configuration {file}; name one with --config, or evaluate recorded models with --models recorded:DIR");
        try
        {
            return GatewayOptionsReader.Read(new ConfigurationBuilder().AddJsonFile(file).AddEnvironmentVariables().Build(), root);
        }
        catch (InvalidDataException exception)
        {
            throw new SuiteProblemException($"{exception.Message} {exception.InnerException?.Message}");
        }
    }

    // Where the current folder has it, that one is meant; else the project's own.
    private static string Under(string root, string path) => Path.Exists(path) ? Path.GetFullPath(path) : Path.GetFullPath(path, root);
}
