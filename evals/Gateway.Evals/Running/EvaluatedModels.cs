namespace Gateway.Evals.Running;

/// <summary>The models that policies are evaluated over. They are opened when it is known which of them the policies ask.</summary>
internal abstract class EvaluatedModels : IAsyncDisposable
{
    /// <summary>Every model that could be asked.</summary>
    public abstract IReadOnlyList<ModelCard> Cards { get; }

    /// <summary>Those that cannot, with the reasons.</summary>
    public virtual IReadOnlyDictionary<string, string> Refused { get; } = new Dictionary<string, string>();

    /// <summary>How many items are asked at once unless told.</summary>
    public abstract int Parallel { get; }

    /// <summary>How many calls were truly made; null where nothing is bought.</summary>
    public virtual int? Bought => null;

    /// <summary>Which model each name stands for.</summary>
    /// <exception cref="Suites.SuiteProblemException">A model cannot be opened.</exception>
    public abstract Task<IReadOnlyDictionary<string, string>> IdentifyAsync(IEnumerable<string> names, CancellationToken cancellationToken);

    /// <summary>Makes models ready to be asked.</summary>
    /// <param name="identities">What <see cref="IdentifyAsync"/> gave: the models to open.</param>
    /// <param name="seed">Another seed draws other samples.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="Suites.SuiteProblemException">A model cannot be opened.</exception>
    public abstract Task<IReadOnlyList<CatalogEntry>> OpenAsync(IReadOnlyDictionary<string, string> identities, long seed, CancellationToken cancellationToken);

    /// <summary>Whether the time that a run took says how long the policy takes.</summary>
    /// <param name="run">A run that has ended.</param>
    public abstract bool IsTimed(string run);

    public virtual ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
