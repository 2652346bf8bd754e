using System.Net.Sockets;
using Gateway.FunctionalTests.Hosts;
using Gateway.Hosting;
using Gateway.Testing.Gguf;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.FunctionalTests;

/// <summary>GGUF models swapped while they answer, and files that are none.</summary>
public sealed class LocalModelReloadTests : IDisposable
{
    private const int LongAnswer = 6000;
    private readonly string _files = Directory.CreateTempSubdirectory("gguf").FullName;

    public static bool IsMissing => !Directory.Exists(Path.Combine(AppContext.BaseDirectory, "llama-native"));

    public const string WhyMissing = "needs llama-native beside the test";

    public static TheoryData<string, string> Broken => new()
    {
        { "truncated", "the file is truncated" },
        { "corrupt", "cannot be used" },
        { "no-gguf", "cannot be used" },
        { "other-architecture", "its architecture is not supported" },
        { "missing", "does not exist" },
    };

    public void Dispose() => Directory.Delete(_files, recursive: true);

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task Swap_UnderAStream_TheStreamEndsNormallyAndOnlyThenTheOldModelIsFreed()
    {
        var (first, second) = (Write("first", seed: 1), Write("second", seed: 2));
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = Local(first) });
        var before = await gateway.TextAsync("m");
        using var http = SlowReader(gateway);
        using var stream = await http.SendAsync(LongStream("m"), HttpCompletionOption.ResponseHeadersRead);

        await gateway.SaveAsync(new { m = Local(second) });
        await Eventually.TrueAsync(async () => await gateway.TextAsync("m") != before);
        Assert.Equal(["m", "m"], Open(gateway));
        Assert.True(IsMapped(first) && IsMapped(second));

        var lines = (await stream.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("data: [DONE]", lines[^1]);
        Assert.Contains($"\"completion_tokens\":{LongAnswer}", lines[^3], StringComparison.Ordinal);
        await Eventually.TrueAsync(() => Open(gateway).SequenceEqual(["m"]));
        Assert.False(IsMapped(first));
        Assert.True(IsMapped(second));
        Assert.Empty(gateway.Errors);
    }

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task Settings_Unchanged_TheInstanceStaysThroughOthersAndThroughTheLossOfItsFile()
    {
        var file = Write("kept", seed: 1);
        await using var gateway = await GatewayHost.WithModelsAsync(new { kept = Local(file) });
        var client = ModelReloadTests.Client(gateway, "kept");

        File.Delete(file);
        await gateway.SaveAsync(new { kept = Local(file), added = Local(Write("added", seed: 2)) });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).SequenceEqual(["added", "kept"]));

        Assert.Same(client, ModelReloadTests.Client(gateway, "kept"));
        Assert.NotEmpty(await gateway.TextAsync("kept"));
        Assert.Empty(await gateway.ReasonsAsync());
    }

    [Fact(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    public async Task File_ReplacedAtItsPath_IsLoadedWithoutAnEditOfTheConfiguration()
    {
        var file = Write("m", seed: 1);
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = Local(file) });
        var before = await gateway.TextAsync("m");

        File.Move(Write("other", seed: 2), file, overwrite: true);

        await Eventually.TrueAsync(async () => await gateway.TextAsync("m") != before);
    }

    [Theory(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    [MemberData(nameof(Broken))]
    public async Task File_Broken_IsRefusedAtStartWhileTheOthersServe(string kind, string reason)
    {
        var good = Local(Write("good", seed: 1));
        await using var gateway = await GatewayHost.WithModelsAsync(new { good, bad = Local(WriteBroken(kind)) }, ("over", "name: over\nkind: direct\nmodel: bad\n"));

        Assert.Equal(["good"], await gateway.NamesAsync());
        Assert.NotEmpty(await gateway.TextAsync("good"));
        var reasons = (await gateway.ReasonsAsync()).Split('\n');
        Assert.Contains(reasons, line => line.StartsWith("bad: ", StringComparison.Ordinal) && line.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(reasons, line => line.StartsWith("over: ", StringComparison.Ordinal) && line.Contains("'bad' is refused", StringComparison.Ordinal));
    }

    [Theory(Skip = WhyMissing, SkipWhen = nameof(IsMissing))]
    [MemberData(nameof(Broken))]
    public async Task File_BrokenInASwap_IsRefusedAndTheModelBeforeItServes(string kind, string reason)
    {
        var good = Local(Write("good", seed: 1));
        await using var gateway = await GatewayHost.WithModelsAsync(new { m = good, other = good });
        var (before, client) = (await gateway.TextAsync("m"), ModelReloadTests.Client(gateway, "m"));

        await gateway.SaveAsync(new { m = Local(WriteBroken(kind)), other = good, added = good });
        await Eventually.TrueAsync(async () => (await gateway.NamesAsync()).Contains("added"));

        var told = await gateway.ReasonsAsync();
        Assert.StartsWith("m: ", told, StringComparison.Ordinal);
        Assert.Contains(reason, told, StringComparison.Ordinal);
        Assert.EndsWith("The model as it was before stays in force.", told, StringComparison.Ordinal);
        Assert.Same(client, ModelReloadTests.Client(gateway, "m"));
        Assert.Equal(before, await gateway.TextAsync("m"));
        Assert.Single(gateway.Warnings, line => line.Contains("Refused m: ", StringComparison.Ordinal));
        Assert.Equal(["m", "other", "added"], Open(gateway));
    }

    private static IReadOnlyList<string> Open(GatewayHost gateway) => gateway.Services.GetRequiredService<OpenModels>().Names;

    private static object Local(string path) => new { Path = path, ContextTokens = 8192, Parallel = 2, Threads = 1 };

    // libllama maps the file's pages and gives them back with the model.
    private static bool IsMapped(string path) => File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);

    // More than the sockets between hold, so that the answer is under way for as long as nobody reads it.
    private static HttpRequestMessage LongStream(string model) => new(HttpMethod.Post, "/v1/chat/completions")
    {
        Content = System.Net.Http.Json.JsonContent.Create(new
        {
            model,
            stream = true,
            stream_options = new { include_usage = true },
            logprobs = true,
            top_logprobs = 20,
            max_tokens = LongAnswer,
            messages = new[] { new { role = "user", content = "x" } },
        }),
    };

    private static HttpClient SlowReader(GatewayHost gateway) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            // A size that is set is not grown by the system.
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveBufferSize = 8192 };
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = gateway.Address };

    private string Write(string name, long seed, string architecture = "llama")
    {
        var path = Path.Combine(_files, $"{name}.gguf");
        new RandomLlama { Seed = seed, ContextTokens = 8192, Architecture = architecture }.Write(path);
        return path;
    }

    private string WriteBroken(string kind)
    {
        if (kind == "other-architecture") return Write("broken", seed: 1, architecture: "perceptron");
        var path = Write("broken", seed: 1);
        var bytes = File.ReadAllBytes(path);
        switch (kind)
        {
            case "truncated":
                bytes = bytes[..(bytes.Length / 2)];
                break;
            case "corrupt":
                // The number of metadata keys.
                bytes.AsSpan(16, 8).Fill(0x7F);
                break;
            case "no-gguf":
                bytes = "<html>404</html>"u8.ToArray();
                break;
        }

        File.WriteAllBytes(path, bytes);
        if (kind == "missing") File.Delete(path);
        return path;
    }
}
