using System.Security.Cryptography;
using System.Text;
using Gateway.Policies;

namespace Gateway.Evals.Suites;

/// <summary>The suites of a folder, one YAML file each.</summary>
/// <param name="folder">Its path.</param>
internal sealed class SuiteFolder(string folder)
{
    private const int HashDigits = 16;

    public IReadOnlyList<string> Names => Directory.Exists(folder)
        ? [.. Directory.GetFiles(folder, "*.yaml").Select(static file => Path.GetFileNameWithoutExtension(file)).Order(StringComparer.Ordinal)]
        : [];

    /// <param name="nameOrFile">The name of a suite of the folder, or a file.</param>
    /// <exception cref="SuiteProblemException">There is none, or it is not legal; every problem with its line.</exception>
    public Suite Load(string nameOrFile)
    {
        var file = Path.Combine(folder, $"{nameOrFile}.yaml");
        if (!Names.Contains(nameOrFile, StringComparer.Ordinal))
        {
            file = nameOrFile;
            if (!File.Exists(file))
                throw new SuiteProblemException($"'{nameOrFile}' is neither a suite nor a file{Nearest.Hint(nameOrFile, Names)}; the suites are {string.Join(", ", Names)}");
        }

        return Read(file);
    }

    private static Suite Read(string file)
    {
        var content = File.ReadAllBytes(file);
        var reading = new Reading(file);
        var suite = YamlTree.Read(Encoding.UTF8.GetString(content), reading) is { } root ? SuiteFields.File.Read(root, "", reading) as Suite : null;
        if (suite is not null)
        {
            var stem = Path.GetFileNameWithoutExtension(file);
            if (suite.Name != stem) reading.Report(reading.PlaceOf("name"), "name", $"'{suite.Name}' differs from the file's name; give {stem}, or call the file {suite.Name}.yaml");
        }

        if (suite is null || reading.HasProblems) throw new SuiteProblemException(string.Join('\n', reading.Problems));
        return suite with { Hash = Convert.ToHexStringLower(SHA256.HashData(content))[..HashDigits] };
    }
}
