using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals.Suites;

/// <summary>Suites as their authors write them, through the real loader.</summary>
internal static class SuiteYaml
{
    /// <summary>The suite s.</summary>
    /// <param name="folder">Where its file goes.</param>
    /// <param name="body">What it says beyond the required keys.</param>
    /// <param name="prompt">What it asks.</param>
    /// <param name="grader">By what it grades.</param>
    public static Suite Load(TempFolder folder, string body = "", string prompt = "{{$question}}", string grader = "exact")
    {
        folder.Write("suites/s.yaml", $"name: s\nversion: 1\ndescription: D.\nprompt: '{prompt}'\ngrader: {grader}\n{body}\n");
        return new SuiteFolder(folder.Of("suites")).Load("s");
    }
}
