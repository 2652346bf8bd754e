using System.CommandLine;
using Gateway.Evals.Suites;

namespace Gateway.Evals.Cli;

/// <summary><c>suites</c>: what can be evaluated.</summary>
internal static class SuitesVerb
{
    public static Command Create()
    {
        var folder = new Option<string>("--suites") { DefaultValueFactory = static _ => Path.Combine("evals", "suites"), Description = "The folder of the suites." };
        var command = new Command("suites", "Lists the suites, and where each has its items from.") { folder };
        command.SetAction((parse, token) => Verbs.GuardAsync(parse, async () =>
        {
            var path = parse.GetValue(folder)!;
            var root = ProjectRoot.Find();
            var suites = new SuiteFolder(Path.Exists(path) ? path : Path.Combine(root, path));
            if (suites.Names.Count == 0) throw new SuiteProblemException($"{path} holds no suites; legal is a folder of files that end in .yaml");
            foreach (var name in suites.Names)
            {
                var suite = suites.Load(name);
                await parse.InvocationConfiguration.Output.WriteLineAsync($"{name} (version {suite.Version}): {suite.Description}");
                await parse.InvocationConfiguration.Output.WriteLineAsync($"    items: {Items(suite)}; answer: {suite.Answer}; grader: {suite.Grader}");
            }

            return Verbs.Done;
        }));
        return command;
    }

    private static string Items(Suite suite)
    {
        if (suite.Published?.Files is { } files) return string.Join(", ", files.Values.SelectMany(static paths => paths));
        if (suite.Generator is { } made) return FormattableString.Invariant($"made by '{made.Kind}', seed {made.Seed}, {made.Count} of difficulty {made.Difficulty}");
        return suite.Published is not null ? "published files (--data PATH), or a recorded folder" : "a recorded folder (--models recorded:DIR)";
    }
}
