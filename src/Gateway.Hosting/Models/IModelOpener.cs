using System.Diagnostics.CodeAnalysis;

namespace Gateway.Hosting;

/// <summary>Makes a model ready to be asked.</summary>
internal interface IModelOpener
{
    /// <summary>Opens a model; takes seconds for a large file.</summary>
    /// <param name="source">What it is opened from.</param>
    /// <param name="model">The model.</param>
    /// <param name="reason">Why it cannot be used.</param>
    /// <param name="cancellationToken">Gives up a load that is under way.</param>
    /// <exception cref="OperationCanceledException">The load was given up.</exception>
    bool TryOpen(ModelSource source, [NotNullWhen(true)] out OpenedModel? model, [NotNullWhen(false)] out string? reason, CancellationToken cancellationToken);
}
