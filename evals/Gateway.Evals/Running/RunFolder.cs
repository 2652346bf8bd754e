using System.Text.Json;
using System.Text.Json.Nodes;

namespace Gateway.Evals.Running;

/// <summary>A folder of results, <c>DIR/&lt;policy&gt;/</c> with <c>samples.jsonl</c> and <c>run.json</c> in it, held by one process at a time.</summary>
internal sealed class RunFolder : IDisposable
{
    public const string SamplesName = "samples.jsonl";
    public const string RunName = "run.json";
    private const string LockName = ".lock";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string _path;
    private readonly FileStream _held;

    private RunFolder(string path, FileStream held)
    {
        _path = path;
        _held = held;
    }

    /// <exception cref="RunFolderException">Another process holds it, or it cannot be written.</exception>
    public static RunFolder Hold(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
            return new RunFolder(path, new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException(exception is IOException && Directory.Exists(path)
                ? $"{path} is in use by another process ({exception.Message}); wait for it, or give another --out"
                : $"{path} cannot be written: {exception.Message}");
        }
    }

    /// <summary>Opens a policy's results, to begin or to go on.</summary>
    /// <exception cref="RunFolderException">They are of another run.</exception>
    public SamplesFile Open(string policy, RunSpec spec)
    {
        var folder = Path.Combine(_path, policy);
        Directory.CreateDirectory(folder);
        var run = Path.Combine(folder, RunName);
        if (File.Exists(run) && RunSpec.Difference(Read(run), spec) is { } difference)
            throw new RunFolderException($"{folder} holds another run: {difference}; give another --out, or move it away");
        if (!File.Exists(run) && File.Exists(Path.Combine(folder, SamplesName)))
            throw new RunFolderException($"{folder} holds {SamplesName} without {RunName}, so it is not known of which run they are; move it away");
        Write(folder, spec, summary: null);
        return SamplesFile.Open(Path.Combine(folder, SamplesName));
    }

    /// <summary>Writes <c>run.json</c>.</summary>
    /// <param name="folder">A policy's.</param>
    /// <param name="spec">What was run.</param>
    /// <param name="summary">Its figures; null while there are none.</param>
    public static void Write(string folder, RunSpec spec, JsonObject? summary)
    {
        var run = new JsonObject { ["spec"] = spec.ToJson() };
        if (summary is not null) run["summary"] = summary;
        var path = Path.Combine(folder, RunName);
        File.WriteAllText(path + ".new", run.ToJsonString(Indented) + "\n");
        File.Move(path + ".new", path, overwrite: true);
    }

    /// <exception cref="RunFolderException">It is not JSON, or no run.</exception>
    public static RunSpec Read(string run)
    {
        try
        {
            return RunSpec.Read(JsonNode.Parse(File.ReadAllText(run))!["spec"]!.AsObject());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new RunFolderException($"{run} is no description of a run ({exception.Message}); move it away to begin anew");
        }
    }

    public void Dispose() => _held.Dispose();
}
