namespace Gateway.Evals;

/// <summary>Where suites, policies and configuration are: the folder above the current one, or above the program, that holds <c>evals/suites</c>.</summary>
internal static class ProjectRoot
{
    public static string Find()
    {
        foreach (var start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
            {
                if (Directory.Exists(Path.Combine(folder.FullName, "evals", "suites"))) return folder.FullName;
            }
        }

        return Directory.GetCurrentDirectory();
    }
}
