using System.Diagnostics;

namespace Gateway.Evals.Running;

/// <summary>Which state of the source made a result.</summary>
internal static class SourceState
{
    /// <summary>The commit, and <c>+changes</c> where files differ from it, results aside; null where there is no git or no repository.</summary>
    public static async Task<string?> CommitAsync(string root, CancellationToken cancellationToken)
    {
        if (await GitAsync(root, "rev-parse HEAD", cancellationToken) is not { Length: > 0 } commit) return null;
        var changes = await GitAsync(root, "status --porcelain --untracked-files=no -- . :!evals/results", cancellationToken);
        return changes is { Length: 0 } ? commit : $"{commit}+changes";
    }

    private static async Task<string?> GitAsync(string root, string arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var git = Process.Start(new ProcessStartInfo("git", arguments) { WorkingDirectory = root, RedirectStandardOutput = true, RedirectStandardError = true });
            if (git is null) return null;
            var output = git.StandardOutput.ReadToEndAsync(cancellationToken);
            _ = await git.StandardError.ReadToEndAsync(cancellationToken);
            await git.WaitForExitAsync(cancellationToken);
            return git.ExitCode == 0 ? (await output).Trim() : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
