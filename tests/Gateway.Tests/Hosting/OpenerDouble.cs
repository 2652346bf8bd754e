using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Gateway.Hosting;
using Gateway.Testing;

namespace Gateway.Tests.Hosting;

/// <summary>Opens scripted models in place of files and endpoints, and counts what is disposed.</summary>
internal sealed class OpenerDouble : IModelOpener
{
    // Tests look from other threads than the one that opens.
    private readonly ConcurrentQueue<Resource> _opened = new();

    /// <summary>Models that cannot be opened, with the reasons.</summary>
    public Dictionary<string, string> Failing { get; } = [];

    /// <summary>Called when a model is about to be opened.</summary>
    public Action<string, CancellationToken> Opening { get; set; } = static (_, _) => { };

    /// <summary>How often each open was disposed, in the order of the opens.</summary>
    public IReadOnlyList<int> Disposals => [.. _opened.Select(static resource => resource.Disposals)];

    public bool TryOpen(ModelSource source, [NotNullWhen(true)] out OpenedModel? model, [NotNullWhen(false)] out string? reason, CancellationToken cancellationToken)
    {
        Opening(source.Settings.Name, cancellationToken);
        model = null;
        if (Failing.TryGetValue(source.Settings.Name, out reason)) return false;
        var resource = new Resource();
        _opened.Enqueue(resource);
        model = new OpenedModel(ScriptedModel.Named(source.Settings.Name).Says("x"), resource);
        return true;
    }

    private sealed class Resource : IDisposable
    {
        private int _disposals;

        public int Disposals => Volatile.Read(ref _disposals);

        public void Dispose() => Interlocked.Increment(ref _disposals);
    }
}
