using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>Loads the models of a configuration beside those in force, and takes over what did not change.</summary>
internal sealed partial class ModelSetLoader(IModelOpener opener, OpenModels open, TimeProvider time, ILogger<ModelSetLoader> logger)
{
    /// <summary>Takes seconds where a large file is loaded. What is in force is not touched.</summary>
    /// <param name="wanted">What the configuration says.</param>
    /// <param name="before">What is in force.</param>
    /// <param name="cancellationToken">Gives up; what was loaded already is unloaded again.</param>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public ModelSet Load(IReadOnlyList<ModelSettings> wanted, ModelSet before, CancellationToken cancellationToken)
    {
        var models = new List<ModelInForce>(wanted.Count);
        var refused = new List<RefusedName>();
        var outdated = new List<RefusedName>();
        var opened = new List<LoadedModel>();
        try
        {
            foreach (var settings in wanted)
            {
                var source = ModelSource.Read(settings);
                var old = before.Find(settings.Name);
                if (old is not null && source.OpensAs(old.Model.Source))
                {
                    models.Add(new ModelInForce(old.Model, old.Model.Card(settings)));
                    continue;
                }

                if (old is not null && settings is LocalModelSettings) LogLoadingBeside(settings.Name);
                if (opener.TryOpen(source, out var model, out var reason, cancellationToken))
                {
                    var loaded = new LoadedModel(source, model, time.GetUtcNow(), open);
                    open.Add(loaded);
                    opened.Add(loaded);
                    models.Add(new ModelInForce(loaded, loaded.Card(settings)));
                }
                else if (old is not null)
                {
                    models.Add(old);
                    outdated.Add(new RefusedName(settings.Name, $"{reason} The model as it was before stays in force."));
                }
                else
                {
                    refused.Add(new RefusedName(settings.Name, reason));
                }
            }
        }
        catch
        {
            foreach (var loaded in opened) open.Retire(loaded);
            throw;
        }

        return new ModelSet(models, refused, outdated);
    }

    [LoggerMessage(EventId = 2006, Level = LogLevel.Information, Message = "Loading {Model} anew beside the one in force, which goes on answering")]
    private partial void LogLoadingBeside(string model);
}
