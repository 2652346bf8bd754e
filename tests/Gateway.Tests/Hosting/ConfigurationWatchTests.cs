using Gateway.Hosting;

namespace Gateway.Tests.Hosting;

public sealed class ConfigurationWatchTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void Look_NothingChanged_SaysNothing()
    {
        var watch = Watch(new ConfigurationDouble(("Gateway:Models:m:Endpoint", "http://a/v1")));

        Assert.Null(watch.Look());
        Assert.Null(watch.Look());
    }

    [Fact]
    public void Look_Saved_CountsOnceAndWhenItStaysTheSame()
    {
        var files = new ConfigurationDouble(("Gateway:Models:m:Endpoint", "http://a/v1"));
        var watch = Watch(files);

        files.Break("half of a save");
        Assert.Null(watch.Look());
        files.Save(("Gateway:Models:m:Endpoint", "http://b/v1"));
        Assert.Null(watch.Look());
        var change = Assert.IsType<ConfigurationChange.Legal>(watch.Look());

        Assert.Equal("http://b/v1", Assert.IsType<RemoteModelSettings>(Assert.Single(change.Options.Models)).Endpoints[0].ToString());
        Assert.True(change.IsNew);
        Assert.Null(watch.Look());
        Assert.Null(watch.Look());
    }

    [Fact]
    public void Look_WrongValues_NamesAllOnce()
    {
        var files = new ConfigurationDouble(("Gateway:Models:m:Endpoint", "http://a/v1"));
        var watch = Watch(files);

        files.Save(("Gateway:Models:m:Endpoint", "http://a/v1"), ("Gateway:Models:m:MaxConcurrency", "none"), ("Gateway:Modles:x", "y"));
        watch.Look();
        var change = Assert.IsType<ConfigurationChange.Broken>(watch.Look());

        Assert.Equal(2, change.Reason.Errors.Count);
        Assert.Null(watch.Look());
    }

    [Fact]
    public void Look_BrokenAndBackToWhatItWas_IsLegalAgain()
    {
        var files = new ConfigurationDouble(("Gateway:Models:m:Endpoint", "http://a/v1"));
        var watch = Watch(files);

        files.Break("appsettings.json:3:1: no JSON");
        watch.Look();
        Assert.Equal(["appsettings.json:3:1: no JSON"], Assert.IsType<ConfigurationChange.Broken>(watch.Look()).Reason.Errors);
        files.Save(("Gateway:Models:m:Endpoint", "http://a/v1"));
        watch.Look();

        Assert.True(Assert.IsType<ConfigurationChange.Legal>(watch.Look()).IsNew);
    }

    [Fact]
    public void Look_ModelsFileReplaced_CountsThoughNoSettingChanged()
    {
        var watch = Watch(new ConfigurationDouble(("Gateway:Models:m:Path", _file)));

        // Of the same length, and within the same second.
        File.SetLastWriteTimeUtc(_file, File.GetLastWriteTimeUtc(_file).AddMicroseconds(-10));
        watch.Look();

        Assert.False(Assert.IsType<ConfigurationChange.Legal>(watch.Look()).IsNew);
        Assert.Null(watch.Look());
    }

    [Fact]
    public void Look_KeyRotated_CountsThoughNoSettingChanged()
    {
        File.WriteAllText(_file, "first");
        var watch = Watch(new ConfigurationDouble(("Gateway:Models:m:Endpoint", "http://a/v1"), ("Gateway:Models:m:ApiKey", $"file:{_file}")));

        File.WriteAllText(_file, "other");
        watch.Look();

        Assert.IsType<ConfigurationChange.Legal>(watch.Look());
    }

    [Fact]
    public void Look_KeysThatAreReadAtTheStart_AreNamedOnceWithoutTheirValues()
    {
        var files = new ConfigurationDouble(("Gateway:Records:Keep", "5"), ("urls", "http://127.0.0.1:1"));
        var watch = Watch(files);

        Assert.Equal(["Gateway:MaxBodyBytes", "Gateway:Records:Keep", "urls"], Saved(("Gateway:MaxBodyBytes", "2000"), ("urls", "http://127.0.0.1:2")));
        Assert.Equal(["Gateway:Records:Keep"], Saved(("Gateway:MaxBodyBytes", "2000"), ("Gateway:Records:Keep", "6"), ("urls", "http://127.0.0.1:2")));
        Assert.Empty(Saved(("Gateway:Records:Keep", "5"), ("urls", "http://127.0.0.1:1"), ("Gateway:Models:m:Endpoint", "http://a/v1"), ("Logging:LogLevel:Default", "Debug")));

        IReadOnlyList<string> Saved(params (string, string)[] values)
        {
            files.Save(values);
            watch.Look();
            return Assert.IsType<ConfigurationChange.Legal>(watch.Look()).NeedRestart;
        }
    }

    private static ConfigurationWatch Watch(ConfigurationDouble files) => new(files, files.Options);
}
