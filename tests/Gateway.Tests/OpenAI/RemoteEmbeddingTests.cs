using System.Net;
using Gateway.Hosting;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RemoteEmbeddingTests
{
    private const string Two = """{"object":"list","data":[{"object":"embedding","index":1,"embedding":[0.5,-1e-3]},{"object":"embedding","index":0,"embedding":[1,2]}],"model":"x","usage":{"prompt_tokens":7,"total_tokens":7}}""";

    [Fact]
    public async Task Generate_Texts_GivesTheVectorsInTheirOrder()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Json(Two));

        var embeddings = await EmbedAsync(endpoint, "a", "b");

        Assert.Equal([[1f, 2f], [0.5f, -1e-3f]], embeddings.Select(static embedding => embedding.Vector.ToArray()));
        Assert.Equal(7, embeddings.Usage!.InputTokenCount);
    }

    [Fact]
    public async Task Generate_Request_IsTheProtocols()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Json(Two));

        await EmbedAsync(endpoint, "a", "b");

        Assert.Equal("""{"model":"org/tiny","input":["a","b"],"encoding_format":"float"}""", Assert.Single(endpoint.Bodies));
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal(("https://host:8443/v1/embeddings", $"Bearer {ScriptedEndpoint.Key}"), (request.RequestUri!.ToString(), request.Headers.Authorization!.ToString()));
    }

    [Fact]
    public async Task Generate_TokensAndALength_AreSentAsTheyAre()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Json("""{"data":[{"embedding":[1]}]}"""));

        await Generator(endpoint).GenerateAsync([new ModelText([3, 4])], new EmbeddingGenerationOptions { Dimensions = 1 }, TestContext.Current.CancellationToken);

        Assert.Equal("""{"model":"org/tiny","input":[[3,4]],"encoding_format":"float","dimensions":1}""", Assert.Single(endpoint.Bodies));
    }

    [Theory]
    [InlineData("[]", "no JSON object")]
    [InlineData("{", "not JSON")]
    [InlineData("{}", "no vector for text 0")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]}]}""", "no vector for text 1")]
    [InlineData("""{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}""", "a vector with the index 0, where 2 were asked for")]
    [InlineData("""{"data":[{"index":7,"embedding":[1]}]}""", "a vector with the index 7, where 2 were asked for")]
    [InlineData("""{"data":[3]}""", "data holds something that is no object")]
    [InlineData("""{"data":[{"index":0}]}""", "data without an embedding")]
    [InlineData("""{"data":[{"embedding":"AACAPw=="}]}""", "an embedding that is no array of numbers")]
    [InlineData("""{"data":[{"embedding":[1,"2"]}]}""", "an embedding that is no array of numbers")]
    [InlineData("""{"data":[{"embedding":[1e999]}]}""", "an embedding that is no array of numbers")]
    [InlineData("""{"data":[{"embedding":[]}]}""", "an embedding without numbers")]
    public async Task Generate_WhatIsNotTheProtocol_IsMalformed(string body, string reason)
    {
        var fault = await FaultOf(ScriptedEndpoint.Json(body));

        Assert.Equal((FaultKind.Malformed, $"model 'tiny': the answer is no list of embeddings ({reason})"), (fault.Kind, fault.Message));
    }

    [Theory]
    [InlineData(400, FaultKind.Refused)]
    [InlineData(429, FaultKind.RateLimited)]
    [InlineData(503, FaultKind.Upstream)]
    public async Task Generate_Status_IsAFaultAsForChat(int status, FaultKind kind)
    {
        var fault = await FaultOf(ScriptedEndpoint.Json($$$"""{"error":{"message":"no {{{ScriptedEndpoint.Key}}}"}}""", (HttpStatusCode)status));

        Assert.Equal((kind, $"model 'tiny': the endpoint answered {status}: no ***"), (fault.Kind, fault.Message));
    }

    [Fact]
    public async Task Generate_ErrorInTheBody_IsAFault() => Assert.Equal(FaultKind.Upstream, (await FaultOf(ScriptedEndpoint.Json("""{"error":{"message":"no"}}"""))).Kind);

    [Fact]
    public async Task Generate_GateIsFull_WaitsForASlot()
    {
        var first = new TaskCompletionSource<HttpResponseMessage>();
        var endpoint = new ScriptedEndpoint { Answer = _ => first.Task };
        using var gate = new ConcurrencyGate(endpoint.Client(), limit: 1);
        var token = TestContext.Current.CancellationToken;

        var chat = gate.GetResponseAsync([new ChatMessage(ChatRole.User, "hi")], cancellationToken: token);
        var embedding = ((IEmbeddingGenerator<ModelText, Embedding<float>>)gate.GetService(typeof(IEmbeddingGenerator<ModelText, Embedding<float>>))!).GenerateAsync([new ModelText("a")], cancellationToken: token);
        Assert.Single(endpoint.Requests);

        endpoint.Answer = static _ => Task.FromResult(ScriptedEndpoint.Json("""{"data":[{"embedding":[1]}]}"""));
        first.SetResult(ScriptedEndpoint.Json(ScriptedEndpoint.Completion));
        await chat;
        Assert.Single(await embedding);
    }

    private static async Task<ModelFault> FaultOf(HttpResponseMessage answer) =>
        (await Assert.ThrowsAsync<ModelCallException>(() => EmbedAsync(new ScriptedEndpoint().Gives(answer), "a", "b"))).Fault;

    private static Task<GeneratedEmbeddings<Embedding<float>>> EmbedAsync(ScriptedEndpoint endpoint, params string[] texts) =>
        Generator(endpoint).GenerateAsync(texts.Select(static text => new ModelText(text)), cancellationToken: TestContext.Current.CancellationToken);

    private static IEmbeddingGenerator<ModelText, Embedding<float>> Generator(ScriptedEndpoint endpoint) =>
        (IEmbeddingGenerator<ModelText, Embedding<float>>)endpoint.Client().GetService(typeof(IEmbeddingGenerator<ModelText, Embedding<float>>))!;
}
