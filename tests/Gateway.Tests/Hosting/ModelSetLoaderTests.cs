using Gateway.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gateway.Tests.Hosting;

public sealed class ModelSetLoaderTests : IDisposable
{
    private readonly OpenerDouble _opener = new();
    private readonly OpenModels _open = new();
    private readonly ModelSetLoader _loader;

    public ModelSetLoaderTests() => _loader = new ModelSetLoader(_opener, _open, TimeProvider.System, NullLogger<ModelSetLoader>.Instance);

    public void Dispose() => _open.Dispose();

    [Fact]
    public void Load_NothingChanged_KeepsTheInstances()
    {
        var before = Load(ModelSet.Empty, Remote("a"), Remote("b"));

        var after = Load(before, Remote("b"), Remote("a"));

        Assert.Same(before.Find("a")!.Model, after.Find("A")!.Model);
        Assert.Same(before.Find("b")!.Model, after.Find("b")!.Model);
        Assert.Equal(["a", "b"], _open.Names);
    }

    [Fact]
    public void Load_PriceChanged_ChangesTheCardAlone()
    {
        var before = Load(ModelSet.Empty, Remote("a"));

        var after = Load(before, Remote("a") with { Price = new Price(1, 1, 2) });

        Assert.Same(before.Find("a")!.Model, after.Find("a")!.Model);
        Assert.Equal(new Price(1, 1, 2), after.Find("a")!.Card.Price);
        Assert.Equal(before.Find("a")!.Card.Created, after.Find("a")!.Card.Created);
    }

    [Fact]
    public void Load_Changed_OpensTheNewOneWhileTheOldOneIsOpen()
    {
        var before = Load(ModelSet.Empty, Remote("a"));

        var after = Load(before, Remote("a") with { MaxConcurrency = 3 });

        Assert.NotSame(before.Find("a")!.Model, after.Find("a")!.Model);
        Assert.Equal(["a", "a"], _open.Names);
        Assert.Equal([0, 0], _opener.Disposals);
    }

    [Fact]
    public void Load_ChangedAndCannotBeOpened_KeepsTheOldOneAndSaysWhy()
    {
        var before = Load(ModelSet.Empty, Remote("a"));
        _opener.Failing["a"] = "The file is corrupt.";

        var after = Load(before, Remote("a") with { MaxConcurrency = 3, Price = new Price(1, 1, 1) });

        Assert.Equal(before.Find("a"), after.Find("a"));
        Assert.Empty(after.Refused);
        Assert.Equal("The file is corrupt. The model as it was before stays in force.", Assert.Single(after.Outdated).Reason);
    }

    [Fact]
    public void Load_KeptSinceItCouldNotBeOpened_IsTriedAgainAtTheNextLoad()
    {
        var before = Load(ModelSet.Empty, Remote("a"));
        _opener.Failing["a"] = "No memory.";
        var failed = Load(before, Remote("a") with { MaxConcurrency = 3 });
        _opener.Failing.Clear();

        var after = Load(failed, Remote("a") with { MaxConcurrency = 3 });

        Assert.NotSame(before.Find("a")!.Model, after.Find("a")!.Model);
        Assert.Empty(after.Outdated);
    }

    [Fact]
    public void Load_NewOneCannotBeOpened_IsRefusedAndTheOthersAreThere()
    {
        _opener.Failing["b"] = "No such file.";

        var set = Load(ModelSet.Empty, Remote("a"), Remote("b"), Remote("c"));

        Assert.Equal(["a", "c"], set.Models.Select(static model => model.Card.Name));
        Assert.Equal(new RefusedName("b", "No such file."), Assert.Single(set.Refused));
    }

    [Fact]
    public void Load_GivenUp_UnloadsWhatItHadOpened()
    {
        using var stop = new CancellationTokenSource();
        var before = Load(ModelSet.Empty, Remote("a"));
        _opener.Opening = (name, token) =>
        {
            if (name == "c") stop.Cancel();
            token.ThrowIfCancellationRequested();
        };

        Assert.Throws<OperationCanceledException>(() => _loader.Load([Remote("a"), Remote("b"), Remote("c")], before, stop.Token));
        _open.UnloadRetired();

        Assert.Equal(["a"], _open.Names);
        Assert.Equal([0, 1], _opener.Disposals);
    }

    private static RemoteModelSettings Remote(string name) => new(name, [new Uri("http://host/v1")]) { UpstreamModel = name };

    private ModelSet Load(ModelSet before, params ModelSettings[] wanted) => _loader.Load(wanted, before, CancellationToken.None);
}
