using System.CommandLine;
using Gateway.Hosting;
using Gateway.Policies;
using Microsoft.Extensions.AI;

namespace Gateway.Server.Cli;

/// <summary><c>policy validate | schema | explain</c>: what a policy author needs without a running server. No model is opened or asked.</summary>
internal static class PolicyCommands
{
    public static int Run(string[] args, TextWriter output, TextWriter errors) =>
        new RootCommand("The gateway's command line.") { Create() }
            .Parse(args)
            .Invoke(new InvocationConfiguration { Output = output, Error = errors });

    private static Command Create()
    {
        var paths = new Argument<string[]>("paths") { Arity = ArgumentArity.ZeroOrMore, Description = "Files or folders; the configured folder by default." };
        var validate = new Command("validate", "Prints every error of the policies and exits 1 if there is one.") { paths };
        validate.SetAction(parse => Guard(parse, () => Validate(parse, parse.GetValue(paths) ?? [])));

        var schema = new Command("schema", "Writes the JSON schema of policy files to standard output; policies/schema.json is this.");
        schema.SetAction(static parse => parse.InvocationConfiguration.Output.Write(PolicySchema.Generate()));

        var name = new Argument<string>("name") { Description = "The policy." };
        var input = new Option<int>("--input-tokens") { DefaultValueFactory = static _ => 500, Description = "Prompt tokens of each call." };
        var generated = new Option<int>("--output-tokens") { DefaultValueFactory = static _ => 300, Description = "Generated tokens of each call." };
        var explain = new Command("explain", "Prints what a policy would call, in which order, and its worst and expected cost.") { name, input, generated };
        explain.SetAction(parse => Guard(parse, () => Explain(parse, parse.GetValue(name)!, parse.GetValue(input), parse.GetValue(generated))));

        return new Command("policy", "Checks and explains policies.") { validate, schema, explain };
    }

    private static int Validate(ParseResult parse, string[] paths)
    {
        var output = parse.InvocationConfiguration.Output;
        var options = Options();
        var set = new PolicyFolder(paths.Length == 0 ? [options.PolicyFolder] : paths).Refresh([.. Cards(options), .. Neighbours(options, paths)]);
        foreach (var problem in set.Problems) output.WriteLine(problem);
        if (set.Problems.Count > 0) return 1;
        output.WriteLine($"{set.Policies.Count} {(set.Policies.Count == 1 ? "policy" : "policies")}: {string.Join(", ", set.Policies.Select(static policy => policy.Options.Name))}");
        return 0;
    }

    /// <summary>The configured policies that given files may name, without those that they would replace.</summary>
    private static IEnumerable<ModelCard> Neighbours(GatewayOptions options, string[] paths)
    {
        if (paths.Length == 0) return [];
        var given = paths.SelectMany(static path => Directory.Exists(path) ? Directory.GetFiles(path, "*.yaml") : [path]).Select(Path.GetFileNameWithoutExtension).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new PolicyFolder(options.PolicyFolder).Refresh(Cards(options)).Policies
            .Where(policy => !given.Contains(policy.Options.Name))
            .Select(static policy => new ModelCard(policy.Options.Name, ModelBackend.Policy, 0, Price.Free));
    }

    private static int Explain(ParseResult parse, string name, int inputTokens, int outputTokens)
    {
        var options = Options();
        var cards = Cards(options);
        var set = new PolicyFolder(options.PolicyFolder).Refresh(cards);
        var catalog = new ModelCatalog(cards.Select(static card => new CatalogEntry(card, new Unasked())), catalog =>
        {
            var services = new RunServices(catalog, TimeProvider.System, [], KeepTexts: false, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);
            return set.Policies.Select(policy => new CatalogEntry(new ModelCard(policy.Options.Name, ModelBackend.Policy, 0, Price.Free), new PolicyChatClient(policy, services)));
        });
        if (set.Policies.FirstOrDefault(policy => string.Equals(policy.Options.Name, name, StringComparison.OrdinalIgnoreCase)) is { } found)
        {
            parse.InvocationConfiguration.Output.Write(PolicyExplainer.Explain(found, catalog, inputTokens, outputTokens));
            return 0;
        }

        parse.InvocationConfiguration.Error.WriteLine($"'{name}' is not a policy; legal: {string.Join(", ", set.Policies.Select(static policy => policy.Options.Name))}");
        foreach (var problem in set.Problems) parse.InvocationConfiguration.Error.WriteLine(problem);
        return 1;
    }

    private static int Guard(ParseResult parse, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (GatewayConfigurationException exception)
        {
            parse.InvocationConfiguration.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    private static GatewayOptions Options()
    {
        var builder = GatewayApp.CreateBuilder([]);
        return GatewayOptionsReader.Read(builder.Configuration, builder.Environment.ContentRootPath);
    }

    private static ModelCard[] Cards(GatewayOptions options) => [.. options.Models.Select(static model => model.ToCard(created: default))];

    /// <summary>Stands for a model that nobody is going to ask.</summary>
    private sealed class Unasked : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Explaining a policy asks no model.");

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new InvalidOperationException("Explaining a policy asks no model.");

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
            // Nothing to release.
        }
    }
}
