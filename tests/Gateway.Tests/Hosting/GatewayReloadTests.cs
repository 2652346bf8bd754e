using Gateway.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

/// <summary>The loop, over models that open as a test wants. What it does to requests is tested over sockets.</summary>
public sealed class GatewayReloadTests : IDisposable
{
    private readonly string _policies = Directory.CreateTempSubdirectory("policies").FullName;
    private readonly OpenerDouble _opener = new();
    private readonly OpenModels _open = new();
    private readonly GatewayState _state = new();
    private readonly ConfigurationDouble _files = new(("Gateway:Models:a:Endpoint", "http://host/v1"));

    public void Dispose()
    {
        _open.Dispose();
        Directory.Delete(_policies, recursive: true);
    }

    [Fact(Timeout = 30_000)]
    public async Task Stop_WhileAModelIsLoading_GivesTheLoadUpAndLeavesNothingOpen()
    {
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reload = Reload();
        await reload.StartAsync(CancellationToken.None);
        _opener.Opening = (name, token) =>
        {
            if (name != "slow") return;
            loading.TrySetResult();
            token.WaitHandle.WaitOne();
            token.ThrowIfCancellationRequested();
        };

        _files.Save(("Gateway:Models:b:Endpoint", "http://host/v1"), ("Gateway:Models:slow:Endpoint", "http://host/v1"));
        await loading.Task.WaitAsync(TestContext.Current.CancellationToken);
        await reload.StopAsync(CancellationToken.None);
        _open.Dispose();

        // a, which was in force, and b, which was open beside it already.
        Assert.Equal([1, 1], _opener.Disposals);
    }

    [Fact(Timeout = 30_000)]
    public async Task Loading_WhileItTakes_LeavesInForceWhatWasAndFollowsPolicies()
    {
        var mayOpen = new ManualResetEventSlim();
        var loading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var reload = Reload();
        await reload.StartAsync(CancellationToken.None);
        _opener.Opening = (_, token) =>
        {
            loading.TrySetResult();
            mayOpen.Wait(token);
        };

        _files.Save(("Gateway:Models:b:Endpoint", "http://host/v1"));
        await loading.Task.WaitAsync(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Path.Combine(_policies, "p.yaml"), "name: p\nkind: direct\nmodel: a\n", TestContext.Current.CancellationToken);
        await UntilAsync(() => Names().SequenceEqual(["a", "p"]));
        mayOpen.Set();

        // The policy names a model that is gone.
        await UntilAsync(() => Names().SequenceEqual(["b"]));
        await reload.StopAsync(CancellationToken.None);
    }

    private string[] Names()
    {
        using var lease = _state.Lease();
        return [.. lease.Snapshot.Catalog.Entries.Select(static entry => entry.Card.Name)];
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition()) await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    private GatewayReload Reload()
    {
        var options = _files.Options with { PolicyFolder = _policies };
        return new GatewayReload(
            options,
            new ConfigurationWatch(_files, options),
            new ModelSetLoader(_opener, _open, TimeProvider.System, NullLogger<ModelSetLoader>.Instance),
            new SnapshotBuilder(options, [], TimeProvider.System, NullLoggerFactory.Instance),
            _state,
            _open,
            new NoTransport(),
            TimeProvider.System,
            new ReloadReport(NullLogger<ReloadReport>.Instance),
            NullLogger<GatewayReload>.Instance);
    }

    private sealed class NoTransport : IRemoteTransport
    {
        public HttpMessageHandler CreateHandler(RemoteModelSettings model) => throw new NotSupportedException("Scripted models send nothing.");

        public void Follow(IReadOnlyList<RemoteModelSettings> open)
        {
            // There is nothing to follow with.
        }
    }
}
