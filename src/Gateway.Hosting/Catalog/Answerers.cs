using Gateway.Policies;
using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>What answers each name that can be asked: the policies, and <c>direct</c> over each model. The server and the evaluation runner make them here.</summary>
/// <param name="Catalog">Models and policies as policies see them.</param>
/// <param name="Clients">One for each name.</param>
public sealed record Answerers(IModelCatalog Catalog, IReadOnlyList<PolicyChatClient> Clients)
{
    /// <param name="models">The models.</param>
    /// <param name="policies">Policies that name only these models and each other.</param>
    /// <param name="services">What the engine works with.</param>
    public static Answerers Create(IEnumerable<CatalogEntry> models, IEnumerable<PolicyDefinition> policies, AnswererServices services)
    {
        var clients = new List<PolicyChatClient>();
        var created = services.Time.GetUtcNow();
        var entries = models.ToArray();
        var catalog = new ModelCatalog(entries, catalog =>
        {
            var engine = new RunServices(catalog, services.Time, services.Sinks, services.KeepTexts, services.Logger);
            clients.AddRange(entries.Select(entry => new PolicyChatClient(Direct(entry.Card.Name), engine)));
            var ofPolicies = policies.Select(definition => new PolicyChatClient(definition, engine)).ToArray();
            clients.AddRange(ofPolicies);
            return ofPolicies.Select(client => new CatalogEntry(new ModelCard(client.Definition.Options.Name, ModelBackend.Policy, 0, Price.Free) { Created = created }, client));
        });
        return new Answerers(catalog, clients);
    }

    /// <summary>What answers a model's own name; it has no file.</summary>
    private static PolicyDefinition Direct(string model)
    {
        var direct = new DirectOptions { Name = model, Model = model };
        return new PolicyDefinition("direct", direct, new DirectPolicy(direct), Hash: "") { ManyAnswers = true };
    }
}

/// <summary>What the engine behind <see cref="Answerers"/> works with.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Sinks">Who gets the records.</param>
/// <param name="KeepTexts">Records hold the candidates' texts.</param>
/// <param name="Logger">For failures of models that the answer does not show.</param>
public sealed record AnswererServices(TimeProvider Time, IReadOnlyList<IRunSink> Sinks, bool KeepTexts, ILogger Logger);
