using Gateway.Evals.Running;

namespace Gateway.Evals.Reports;

/// <summary>Finds results on disk, and puts the parts of one run together.</summary>
internal static class ResultFolders
{
    /// <param name="folders">Folders of results, or folders of such folders.</param>
    /// <returns>Each run once, in the order of the folders, then of the names.</returns>
    /// <exception cref="ReportException">There is none, or parts contradict each other.</exception>
    /// <exception cref="RunFolderException">A file cannot be read.</exception>
    public static IReadOnlyList<PolicyResult> Read(IEnumerable<string> folders)
    {
        var runs = new List<(RunSpec Spec, string Folder, List<(string Folder, SampleRow Row)> Rows)>();
        foreach (var file in folders.SelectMany(Find))
        {
            var spec = RunFolder.Read(file);
            var folder = Path.GetDirectoryName(file)!;
            var samples = Path.Combine(folder, RunFolder.SamplesName);
            if (!File.Exists(samples)) throw new ReportException($"{folder} has {RunFolder.RunName} and no {RunFolder.SamplesName}: only the figures were kept there");
            var index = runs.FindIndex(run => RunSpec.Difference(run.Spec with { Shard = null }, spec with { Shard = null }) is null);
            if (index < 0)
            {
                index = runs.Count;
                runs.Add((spec, folder, []));
            }
            else if (spec.Shard is not null && spec.Limit != runs[index].Spec.Limit)
            {
                throw new ReportException($"{folder} was limited to {Shown(spec.Limit)} and {runs[index].Folder} to {Shown(runs[index].Spec.Limit)}, which gives shards other items; give parts of one run");
            }

            runs[index].Rows.AddRange(SamplesFile.Read(samples).Select(row => (folder, row)));
        }

        return [.. runs.Select(static run => new PolicyResult(run.Spec with { Shard = null }, Merge(run.Rows)))];
    }

    private static string Shown(int? limit) => limit is { } items ? FormattableString.Invariant($"{items} items") : "all items";

    private static List<SampleRow> Merge(List<(string Folder, SampleRow Row)> rows)
    {
        foreach (var twice in rows.GroupBy(static part => part.Row.Id, StringComparer.Ordinal).Where(static group => group.Count() > 1))
            throw new ReportException($"the item {twice.Key} is in {string.Join(" and in ", twice.Select(static part => part.Folder))}; give each part once");
        return [.. rows.Select(static part => part.Row).OrderBy(static row => row.Id, StringComparer.Ordinal)];
    }

    /// <summary>The descriptions of the runs in a folder of results.</summary>
    /// <exception cref="ReportException">There is none.</exception>
    public static IReadOnlyList<string> Find(string folder)
    {
        if (!Directory.Exists(folder)) throw new ReportException($"there is no folder {folder}");
        var files = Directory.GetFiles(folder, RunFolder.RunName, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).Order(StringComparer.Ordinal).ToArray();
        return files.Length > 0 ? files : throw new ReportException($"{folder} holds no results; legal is what run was given as --out");
    }
}
