using Microsoft.Extensions.Logging;

namespace Gateway.Hosting;

/// <summary>What an operator reads about reloads.</summary>
internal sealed partial class ReloadReport(ILogger<ReloadReport> logger)
{
    /// <summary>The configuration was read; its models are loaded next.</summary>
    /// <param name="change">What it says.</param>
    /// <param name="known">Notices that the log has already.</param>
    public void Changed(ConfigurationChange.Legal change, IReadOnlyList<string> known)
    {
        foreach (var key in change.NeedRestart) LogNeedsRestart(key);
        foreach (var notice in change.Options.Notices.Except(known)) LogNotice(notice);
    }

    /// <summary>The models were loaded and go in force.</summary>
    public void Loaded(ModelSet before, ModelSet after)
    {
        var changes = string.Join("; ", Changes(before, after));
        if (changes.Length > 0) LogModels(changes);
    }

    /// <summary>A snapshot took another's place.</summary>
    public void Swapped(GatewaySnapshot before, GatewaySnapshot after)
    {
        var policies = Names(after.Policies.Policies.Select(static policy => policy.Options.Name));
        if (!after.Policies.Policies.SequenceEqual(before.Policies.Policies)) LogPolicies(policies);
        foreach (var refused in after.Refused.Except(before.Refused)) LogRefused(refused.Name, refused.Reason);
        foreach (var name in before.Refused.Select(static refused => refused.Name).Except(after.Refused.Select(static refused => refused.Name)))
        {
            // What is not refused any more because nobody names it any more is no news.
            if (name == ModelSet.Configuration || after.Catalog.TryGet(name, out _)) LogGood(name);
        }
    }

    private static IEnumerable<string> Changes(ModelSet before, ModelSet after)
    {
        var added = after.Models.Where(model => before.Find(model.Card.Name) is null).ToArray();
        var removed = before.Models.Where(model => after.Find(model.Card.Name) is null).ToArray();
        var changed = after.Models.Where(model => before.Find(model.Card.Name) is { } old && old != model).ToArray();
        if (added.Length > 0) yield return $"added {Names(added.Select(static model => model.Card.Name))}";
        if (changed.Length > 0) yield return $"changed {Names(changed.Select(static model => model.Card.Name))}";
        if (removed.Length > 0) yield return $"removed {Names(removed.Select(static model => model.Card.Name))}";
    }

    private static string Names(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } joined ? joined : "none";

    [LoggerMessage(EventId = 2001, Level = LogLevel.Information, Message = "Policies reloaded; in force: {Policies}")]
    private partial void LogPolicies(string policies);

    [LoggerMessage(EventId = 2002, Level = LogLevel.Warning, Message = "Refused {Name}: {Reason}")]
    private partial void LogRefused(string name, string reason);

    [LoggerMessage(EventId = 2005, Level = LogLevel.Information, Message = "Models reloaded: {Changes}")]
    private partial void LogModels(string changes);

    [LoggerMessage(EventId = 2008, Level = LogLevel.Information, Message = "No longer refused: {Name}")]
    private partial void LogGood(string name);

    [LoggerMessage(EventId = 2009, Level = LogLevel.Warning, Message = "{Key} has changed; it takes effect at the next start")]
    private partial void LogNeedsRestart(string key);

    [LoggerMessage(EventId = 3014, Level = LogLevel.Warning, Message = "{Notice}")]
    private partial void LogNotice(string notice);
}
