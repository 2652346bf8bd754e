using Gateway.Hosting;
using Gateway.Llama;

namespace Gateway.Tests.Hosting;

public sealed class ModelSourceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void OpensAs_ReadTwiceFromTheSameConfiguration_IsTheSame()
    {
        (string, string)[] everything =
        [
            ("Gateway:Models:near:Path", _file), ("Gateway:Models:near:TensorSplit:0", "1"), ("Gateway:Models:near:TensorSplit:1", "2"), ("Gateway:Models:near:SharedCache", "true"),
            ("Gateway:Models:near:CacheTokens", "64"), ("Gateway:Models:near:Threads", "2"), ("Gateway:Models:near:Price:InputPerMillion", "1"),
            ("Gateway:Models:far:Endpoints:0", "http://a/v1"), ("Gateway:Models:far:Endpoints:1", "http://b/v1"), ("Gateway:Models:far:ApiKey", $"file:{_file}"),
            ("Gateway:Models:far:FirstByteTimeoutSeconds", "1"), ("Gateway:Models:far:HealthPath", "/health"),
        ];
        File.WriteAllText(_file, "sk-1");

        Assert.All(Read(everything).Zip(Read(everything)), static pair => Assert.True(pair.First.OpensAs(pair.Second)));
    }

    [Theory]
    [InlineData("Endpoints:0", "http://b/v1", false)]
    [InlineData("Model", "other", false)]
    [InlineData("MaxConcurrency", "3", false)]
    [InlineData("TimeoutSeconds", "3", false)]
    [InlineData("FirstByteTimeoutSeconds", "3", false)]
    [InlineData("MaxRetries", "0", false)]
    [InlineData("HealthPath", "/health", false)]
    [InlineData("Price:InputPerMillion", "3", true)]
    [InlineData("ContextTokens", "3000", true)]
    [InlineData("BatchSamples", "true", true)]
    public void OpensAs_RemoteSettingChanged_OpensAnewUnlessTheCardAloneHoldsIt(string key, string value, bool same)
    {
        var before = Assert.Single(Read(("Gateway:Models:m:Endpoint", "http://a/v1")));
        var after = Assert.Single(Read(("Gateway:Models:m:Endpoint", "http://a/v1"), ($"Gateway:Models:m:{key}", value)));

        Assert.Equal(same, after.OpensAs(before));
    }

    [Theory]
    [InlineData("Parallel", "2", false)]
    [InlineData("ContextTokens", "128", false)]
    [InlineData("KvType", "f32", false)]
    [InlineData("TensorSplit:0", "1", false)]
    [InlineData("Price:InputPerMillion", "3", true)]
    public void OpensAs_LocalSettingChanged_LoadsAnewUnlessTheCardAloneHoldsIt(string key, string value, bool same)
    {
        var before = Assert.Single(Read(("Gateway:Models:m:Path", _file)));
        var after = Assert.Single(Read(("Gateway:Models:m:Path", _file), ($"Gateway:Models:m:{key}", value)));

        Assert.Equal(same, after.OpensAs(before));
    }

    [Fact]
    public void OpensAs_FileChangedOrGone_LoadsAnewOnlyWhereThereIsAnother()
    {
        var settings = new LocalModelSettings("m", new LlamaModelOptions("m", _file));
        var before = ModelSource.Read(settings);

        File.WriteAllText(_file, "another model");
        var other = ModelSource.Read(settings);
        File.Delete(_file);
        var gone = ModelSource.Read(settings);

        Assert.False(other.OpensAs(before));
        Assert.True(gone.OpensAs(before));
    }

    [Fact]
    public void OpensAs_LinkPointsToAnotherFileOfTheSameLengthAndAge_LoadsAnew()
    {
        var link = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        var second = Path.GetTempFileName();
        File.SetLastWriteTimeUtc(second, File.GetLastWriteTimeUtc(_file));
        var settings = new LocalModelSettings("m", new LlamaModelOptions("m", link));

        File.CreateSymbolicLink(link, _file);
        var before = ModelSource.Read(settings);
        File.Delete(link);
        File.CreateSymbolicLink(link, second);
        var after = ModelSource.Read(settings);
        File.Delete(link);
        File.Delete(second);

        Assert.False(after.OpensAs(before));
    }

    [Fact]
    public void Read_KeyThatIsNotSet_SaysWhich() =>
        Assert.Contains("GATEWAY_TEST_NEVER_SET is not set", Key("env:GATEWAY_TEST_NEVER_SET").Refusal, StringComparison.Ordinal);

    [Fact]
    public void Read_KeyThatCannotBeSent_SaysWhyWithoutIt()
    {
        File.WriteAllText(_file, "sk-one\nsk-two\n");

        var source = Key($"file:{_file}");

        Assert.Contains("line break", source.Refusal, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-", source.Refusal, StringComparison.Ordinal);
    }

    private static ModelSource Key(string reference) => ModelSource.Read(new RemoteModelSettings("m", [new Uri("http://a/v1")]) { UpstreamModel = "m", ApiKey = reference });

    private static ModelSource[] Read(params (string, string)[] values) => [.. new ConfigurationDouble(values).Options.Models.Select(ModelSource.Read)];
}
