using Gateway.Hosting;
using Gateway.Llama;
using Gateway.OpenAI;
using Microsoft.Extensions.Configuration;

namespace Gateway.Tests.Hosting;

public sealed class GatewayOptionsReaderTests
{
    [Fact]
    public void Read_EverythingSaid_IsThere()
    {
        var options = Read(
            ("Gateway:Models:far:Endpoint", "https://host/v1"),
            ("Gateway:Models:far:Model", "org/name"),
            ("Gateway:Models:far:ApiKey", "env:KEY"),
            ("Gateway:Models:far:MaxConcurrency", "3"),
            ("Gateway:Models:far:TimeoutSeconds", "1.5"),
            ("Gateway:Models:far:BatchSamples", "true"),
            ("Gateway:Models:far:PrefixContinuation", "llama-server"),
            ("Gateway:Models:far:Price:InputPerMillion", "0.15"),
            ("Gateway:Models:far:Price:OutputPerMillion", "0.6"),
            ("Gateway:Models:near:Path", "models/near.gguf"),
            ("Gateway:Models:near:Parallel", "4"),
            ("Gateway:Models:near:ContextTokens", "2048"),
            ("Gateway:Models:near:KvType", "q8_0"),
            ("Gateway:Models:near:FlashAttention", "true"),
            ("Gateway:Models:near:TensorSplit:0", "3"),
            ("Gateway:Models:near:TensorSplit:1", "1.5"),
            ("Gateway:Models:near:SharedCache", "true"),
            ("Gateway:Models:near:CacheTokens", "4000"),
            ("Gateway:Records:Keep", "5"),
            ("Gateway:Records:Content", "none"),
            ("Gateway:ShutdownSeconds", "7"));

        var far = Assert.IsType<RemoteModelSettings>(options.Models[0]);
        Assert.Equal(("far", "org/name", "env:KEY", 3), (far.Name, far.UpstreamModel, far.ApiKey, far.MaxConcurrency));
        Assert.Equal((TimeSpan.FromSeconds(1.5), true), (far.Timeout, far.BatchSamples));
        Assert.Equal(new Price(0.15m, 0.15m, 0.6m), far.Price);
        Assert.Equal((PrefixContinuation.LlamaServer, true), (far.PrefixContinuation, far.ToCard(default).DecodesSteps));
        Assert.False((far with { PrefixContinuation = PrefixContinuation.None }).ToCard(default).DecodesSteps);
        var near = Assert.IsType<LocalModelSettings>(options.Models[1]);
        Assert.Equal((Path.GetFullPath("models/near.gguf", "/root"), 4, 2048, 2048), (near.Engine.Path, near.Engine.Parallel, near.ContextTokens, near.Engine.ContextTokens));
        Assert.Equal((KvType.Q8, true, true, 4000, null), (near.Engine.KvType, near.Engine.FlashAttention, near.Engine.SharedCache, near.Engine.CacheTokens, near.Engine.Threads));
        Assert.Equal([3f, 1.5f], near.Engine.TensorSplit);
        Assert.Equal((5, false, TimeSpan.FromSeconds(7)), (options.KeepRecords, options.KeepTexts, options.ShutdownTimeout));
        Assert.Equal(Path.GetFullPath("policies", "/root"), options.PolicyFolder);
    }

    [Fact]
    public void Read_SeveralMistakes_ReportsAllByPathWithWhatIsLegal()
    {
        var errors = Assert.Throws<GatewayConfigurationException>(() => Read(
            ("Gateway:Modles:x:Path", "y"),
            ("Gateway:Models:far:Endpoint", "ftp://host"),
            ("Gateway:Models:far:MaxConcurrency", "0"),
            ("Gateway:Models:far:Temperature", "1"),
            ("Gateway:Models:no good:Path", "x"),
            ("Gateway:Models:near:Backend", "onnx"),
            ("Gateway:Models:split:Path", "x.gguf"),
            ("Gateway:Models:split:TensorSplit:0", "half"),
            ("Gateway:Models:split:KvType", "f8"),
            ("Gateway:Models:query:Endpoint", "https://h/v1?api-version=2"),
            ("Gateway:Models:secret:Endpoint", "https://user:hunter2@host/v1"),
            ("Gateway:Models:listed:Path", "x.gguf"),
            ("Gateway:Models:listed:TensorSplit", "1,1"),
            ("Gateway:MaxBodyBytes:x", "1"),
            ("Gateway:Cache:TimeToLive", "banana"),
            ("Gateway:Records:Content", "some"))).Errors;

        Assert.Contains(errors, static error => error.Contains("Gateway:Models:query:Endpoint 'https://h/v1?api-version=2' is not legal", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.StartsWith("Gateway:Models:secret:Endpoint is not legal", StringComparison.Ordinal));
        Assert.DoesNotContain(errors, static error => error.Contains("hunter2", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Models:listed:TensorSplit '1,1' is not legal; legal: a list", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:MaxBodyBytes is a section", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Cache:TimeToLive 'banana'", StringComparison.Ordinal));

        Assert.Contains(errors, static error => error.StartsWith("Gateway:Modles is not known; legal:", StringComparison.Ordinal) && error.Contains("Models", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Models:far:Endpoint 'ftp://host' is not legal", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Models:far:MaxConcurrency '0' is not legal; legal: a whole number from 1", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Models:far:Temperature is not known", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("no good", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("Gateway:Models:split:TensorSplit 'half' is not legal", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("'f8' is not legal; legal: f32, f16, bf16, q8_0, q4_0", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("'onnx' is not legal; legal: llama, openai", StringComparison.Ordinal));
        Assert.Contains(errors, static error => error.Contains("legal: memory, all, none", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("sk-123456")]
    [InlineData("env:")]
    [InlineData("file:")]
    public void Read_ALiteralSecret_IsRefusedAndNotRepeated(string key)
    {
        var exception = Assert.Throws<GatewayConfigurationException>(() => Read(("Gateway:Models:far:Endpoint", "https://host/v1"), ("Gateway:Models:far:ApiKey", key)));

        Assert.Contains("Gateway:Models:far:ApiKey is not legal; legal: env:NAME or file:PATH", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("123456", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_KeysBeforeThereAreKeys_IsRefusedRatherThanOpen() =>
        Assert.Contains("Gateway:Keys", Assert.Throws<GatewayConfigurationException>(() => Read(("Gateway:Keys:alice:Hash", "sha256:00"))).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_CacheBeforeThereIsOne_SaysSo() =>
        Assert.Single(Read(("Gateway:Cache:Enabled", "true")).Notices, static notice => notice.Contains("nothing is cached", StringComparison.Ordinal));

    private static GatewayOptions Read(params (string Key, string Value)[] values) => GatewayOptionsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create<string, string?>(pair.Key, pair.Value))).Build(),
        "/root");
}
