using System.Text;
using System.Text.Json;
using Gateway.Evals.Recorded;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;

namespace Gateway.Tests.Evals;

/// <summary>A suite, a recorded folder and policies in a temporary folder.</summary>
internal sealed class EvaluationFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("evaluation");

    public EvaluationFolder()
    {
        Directory.CreateDirectory(Path.Combine(Root, "evals", "suites"));
        Directory.CreateDirectory(Path.Combine(Root, "policies"));
        Write("evals/suites/choices.yaml", "name: choices\nversion: 1\ndescription: Letters.\nprompt: \"{{$question}}\"\nanswer: choice\ngrader: exact\n");
    }

    public string Root => _folder.FullName;

    public string Out => Path.Combine(Root, "out");

    private string Recorded => Path.Combine(Root, "recorded");

    /// <summary>Items 0, 1, 2... whose right answer is B.</summary>
    public EvaluationFolder WithQuestions(int count, string split = "test")
    {
        Write("recorded/questions.jsonl", string.Concat(Enumerable.Range(0, count).Select(i =>
            JsonSerializer.Serialize(new { id = $"q{i}", split, category = i % 2 == 0 ? "even" : "odd", question = $"Question {i}?", answer = "B" }) + "\n")));
        return this;
    }

    /// <summary>What a model says to an item, by sample; null for nothing.</summary>
    public EvaluationFolder WithModel(string name, int items, int samples, Func<int, int, string?> says)
    {
        var lines = new StringBuilder();
        for (var i = 0; i < items; i++)
        {
            for (var sample = 0; sample < samples; sample++)
            {
                if (says(i, sample) is { } text) lines.Append(JsonSerializer.Serialize(new { id = $"q{i}", sample, text })).Append('\n');
            }
        }

        Write($"recorded/outputs/{name}.jsonl", lines.ToString());
        return this;
    }

    public string Policy(string name, string rest)
    {
        Write($"policies/{name}.yaml", $"name: {name}\n{rest}");
        return Path.Combine(Root, "policies", $"{name}.yaml");
    }

    public void Write(string path, string text)
    {
        var full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }

    /// <summary>What an evaluation of policies over the recorded models is made of.</summary>
    public async Task<EvaluationSettings> SettingsAsync(params string[] policies)
    {
        var suite = new SuiteFolder(Path.Combine(Root, "evals", "suites")).Load("choices");
        var items = await SuiteItems.LoadAsync(suite, Recorded, data: null, Root, CancellationToken.None);
        var models = new RecordedModels(new RecordedFolder(Recorded), items.PrefixTokens);
        return new EvaluationSettings
        {
            Suite = suite,
            Items = items,
            Selection = new ItemSelection("test", Limit: null, Shard: null),
            Models = models,
            Policies = PolicyChoice.Load(policies, Path.Combine(Root, "policies"), models.Cards),
            Seed = 1,
            Out = Out,
            Root = Root,
            Command = "run",
        };
    }

    public async Task<IReadOnlyList<PolicyResult>> RunAsync(params string[] policies) => await RunAsync(await SettingsAsync(policies));

    public static Task<IReadOnlyList<PolicyResult>> RunAsync(EvaluationSettings settings, CancellationToken cancellationToken = default) =>
        new Evaluation(settings, TimeProvider.System).RunAsync(new Unwatched(), cancellationToken);

    public void Dispose() => _folder.Delete(recursive: true);

    private sealed class Unwatched : IEvaluationWatch
    {
        public void Begin(string policy, int items, IReadOnlyList<SampleRow> before)
        {
            // Nobody looks.
        }

        public void Finished(SampleRow row)
        {
            // Nobody looks.
        }

        public void End(string policy)
        {
            // Nobody looks.
        }
    }
}
