namespace Gateway.Hosting;

/// <summary>Every model that is open, in force or held by a request alone. Unloads those that nobody holds any more, and at the end all.</summary>
public sealed class OpenModels : IDisposable
{
    // Guards the fields below: requests let go on every thread.
    private readonly Lock _gate = new();
    private readonly List<LoadedModel> _open = [];
    private readonly List<LoadedModel> _retired = [];
    private bool _disposed;

    /// <summary>The names, in the order in which the models were opened; during a swap a name is there twice.</summary>
    public IReadOnlyList<string> Names
    {
        get
        {
            lock (_gate) return [.. _open.Select(static model => model.Name)];
        }
    }

    /// <summary>The remote models, the newest last.</summary>
    internal IReadOnlyList<RemoteModelSettings> Remote
    {
        get
        {
            lock (_gate) return [.. _open.Select(static model => model.Remote?.Settings).OfType<RemoteModelSettings>()];
        }
    }

    internal void Add(LoadedModel model)
    {
        lock (_gate)
        {
            if (!_disposed)
            {
                _open.Add(model);
                return;
            }
        }

        // The process ended while this one was being loaded.
        model.Dispose();
    }

    internal void Retire(LoadedModel model)
    {
        lock (_gate) _retired.Add(model);
    }

    /// <summary>Disposes what was retired: not on a request's thread, which would wait for the memory of a large model to be given back.</summary>
    /// <returns>What was unloaded.</returns>
    internal IReadOnlyList<LoadedModel> UnloadRetired()
    {
        LoadedModel[] retired;
        lock (_gate)
        {
            if (_retired.Count == 0) return [];
            retired = [.. _retired];
            _retired.Clear();
        }

        foreach (var model in retired) model.Dispose();
        lock (_gate) _open.RemoveAll(retired.Contains);
        return retired;
    }

    public void Dispose()
    {
        LoadedModel[] open;
        lock (_gate)
        {
            _disposed = true;
            open = [.. _open];
            _open.Clear();
            _retired.Clear();
        }

        foreach (var model in Enumerable.Reverse(open)) model.Dispose();
    }
}
