using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Testing;

/// <summary>Real runs of the real engine over scripted models.</summary>
public sealed class TestRun
{
    private readonly RecordingSink _sink = new();
    private readonly List<PolicyDefinition> _members = [];
    private readonly IReadOnlyList<ScriptedModel> _models;
    private RunServices? _services;

    private TestRun(IReadOnlyList<ScriptedModel> models) => _models = models;

    public FakeTimeProvider Time { get; } = new();

    /// <summary>Records hold texts.</summary>
    public bool KeepTexts { get; init; } = true;

    /// <summary>The records of all runs that have ended, inner ones first.</summary>
    public IReadOnlyList<RunRecord> Records => _sink.Records;

    public RunServices Services => _services ??= MakeServices();

    public static TestRun With(params ScriptedModel[] models) => new(models);

    /// <summary>The same without texts in the records.</summary>
    public TestRun WithoutTexts() => new(_models) { KeepTexts = false };

    /// <summary>Policies that other policies can call.</summary>
    public TestRun Knowing(params PolicyDefinition[] policies)
    {
        _members.AddRange(policies);
        return this;
    }

    public PolicyChatClient Client(PolicyDefinition policy) => new(policy, Services);

    /// <summary>Asks a policy for its whole answer.</summary>
    public Task<TestAnswer> AskAsync(PolicyDefinition policy, string text = "question", CancellationToken cancellationToken = default) =>
        AskAsync(policy, Request(text), cancellationToken);

    public async Task<TestAnswer> AskAsync(PolicyDefinition policy, RunRequest request, CancellationToken cancellationToken = default)
    {
        var client = Client(policy);
        var run = client.Open(request);
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in client.AnswerAsync(run, cancellationToken)) updates.Add(update);
        return new TestAnswer(updates, _sink.Records.Single(record => record.Id == run.Id));
    }

    public static RunRequest Request(string text, ChatOptions? options = null) => new(new Prompt([new ChatMessage(ChatRole.User, text)], options ?? new ChatOptions()));

    private RunServices MakeServices()
    {
        foreach (var model in _models) model.Time = Time;
        RunServices? services = null;
        _ = new ModelCatalog(_models.Select(static model => new CatalogEntry(model.Card, model)), Policies);
        return services!;

        IEnumerable<CatalogEntry> Policies(IModelCatalog catalog)
        {
            services = new RunServices(catalog, Time, [_sink], KeepTexts, NullLogger.Instance);
            return _members.Select(policy => new CatalogEntry(new ModelCard(policy.Options.Name, ModelBackend.Policy, 0, Price.Free), new PolicyChatClient(policy, services)));
        }
    }
}
