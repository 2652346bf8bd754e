using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RemoteChatClientTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "capital of France?")];

    [Fact]
    public async Task GetResponse_Always_AsksTheEndpoint()
    {
        var endpoint = new ScriptedEndpoint();

        var response = await endpoint.Client().GetResponseAsync(Question);

        Assert.Equal("Paris", response.Text);
        Assert.Equal("""{"model":"org/tiny","messages":[{"role":"user","content":"capital of France?"}]}""", Assert.Single(endpoint.Bodies));
        var request = Assert.Single(endpoint.Requests);
        Assert.Equal("POST https://host:8443/v1/chat/completions", $"{request.Method} {request.RequestUri}");
        Assert.Equal("Bearer sk-secret", request.Headers.Authorization!.ToString());
        Assert.Equal("application/json", request.Content!.Headers.ContentType!.ToString());
    }

    [Theory]
    [InlineData("http://host/v1/", "http://host/v1/chat/completions")]
    [InlineData("http://host", "http://host/chat/completions")]
    [InlineData("http://host/a/b?api-version=1", "http://host/a/b/chat/completions?api-version=1")]
    public async Task GetResponse_Endpoint_IsTheBase(string endpointUri, string target)
    {
        var endpoint = new ScriptedEndpoint();

        await endpoint.Client(endpointUri).GetResponseAsync(Question);

        Assert.Equal(target, endpoint.Requests[0].RequestUri!.ToString());
    }

    [Fact]
    public async Task GetResponse_NoKey_SendsNoAuthorization()
    {
        var endpoint = new ScriptedEndpoint();

        await endpoint.Client(key: null).GetResponseAsync(Question);

        Assert.Null(endpoint.Requests[0].Headers.Authorization);
    }

    [Fact]
    public async Task GetResponse_ClientsRequest_ReachesTheEndpointAndBackUntouched()
    {
        const string answer = """{"id":"c1","created":1,"model":"x","provider":"p","choices":[{"index":0,"message":{"role":"assistant","content":"P","annotations":[ ]},"finish_reason":"stop","x":1}],"usage":{"prompt_tokens":1,"completion_tokens":1,"cost": 0.5}}""";
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Json(answer));
        var prompt = Wire.Parse("""{"model":"tiny","messages":[ {"role":"user","content":"q","cache_control":{"type":"ephemeral"}} ],"temperature":0.10,"provider":{"order":["a"]},"stream":false}""").ToPrompt();

        var response = await endpoint.Client().GetResponseAsync(prompt.Messages, prompt.Options.Clone());

        Assert.Equal("""{"model":"org/tiny","messages":[{"role":"user","content":"q","cache_control":{"type":"ephemeral"}}],"temperature":0.10,"provider":{"order":["a"]}}""", endpoint.Bodies[0]);
        Assert.Equal(
            """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"asked","provider":"p","choices":[{"index":0,"message":{"role":"assistant","content":"P","annotations":[ ]},"finish_reason":"stop","x":1}],"usage":{"prompt_tokens":1,"completion_tokens":1,"cost": 0.5}}""",
            Wire.WriteCompletion(Wire.Deliver(response), new Spend(1, 1, 0, 1, 0)));
    }

    [Fact]
    public async Task GetResponse_SeveralChoices_AreAskedFor()
    {
        var endpoint = new ScriptedEndpoint();
        var options = new ChatOptions();
        options.SetChoiceCount(3);

        await endpoint.Client().GetResponseAsync(Question, options);

        Assert.EndsWith(",\"n\":3}", endpoint.Bodies[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(5L)]
    public async Task GetResponse_BodyInPieces_IsWhole(long? length)
    {
        var bytes = Encoding.UTF8.GetBytes(ScriptedEndpoint.Completion.Replace("Paris", new string('x', 30_000), StringComparison.Ordinal));
        var answer = ScriptedEndpoint.With(new DribbleStream(bytes, [1, 2, 10, 9000]), "application/json");
        answer.Content.Headers.ContentLength = length is null ? null : bytes.Length;

        var response = await new ScriptedEndpoint().Gives(answer).Client().GetResponseAsync(Question);

        Assert.Equal(30_000, response.Text.Length);
    }

    [Fact]
    public async Task GetResponse_BodyOfKnownLength_IsNotReadBeyondIt()
    {
        var body = new StalledStream(ScriptedEndpoint.Completion);
        var answer = ScriptedEndpoint.With(body, "application/json");
        answer.Content.Headers.ContentLength = ScriptedEndpoint.Completion.Length;

        await new ScriptedEndpoint().Gives(answer).Client().GetResponseAsync(Question);

        Assert.False(body.Stalled.IsCompleted);
    }

    [Fact]
    public async Task GetResponse_EndpointThatStreamsUnasked_IsPutTogether()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events("""
            data: {"id":"c9","choices":[{"index":0,"delta":{"role":"assistant","content":"Pa"}}],"usage":{"prompt_tokens":3,"completion_tokens":1}}

            data: {"id":"c9","choices":[{"index":0,"delta":{"content":"ris","reasoning_content":"hm","tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}]}}]}

            data: {"id":"c9","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}

            data: [DONE]


            """));

        var response = await endpoint.Client().GetResponseAsync(Question);

        Assert.Equal("Paris", response.Text);
        Assert.Equal("c9", response.ResponseId);
        Assert.Equal((3, 2), (response.Usage!.InputTokenCount, response.Usage.OutputTokenCount));
        Assert.Equal("f", response.Messages[0].Contents.OfType<FunctionCallContent>().Single().Name);
        Assert.Equal("hm", response.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text);
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public async Task GetResponse_StreamedUnaskedWithoutUsage_HasNone()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Events("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\n\n"));

        Assert.Null((await endpoint.Client().GetResponseAsync(Question)).Usage);
    }

    [Fact]
    public async Task GetResponse_Usage_IsTheCallsProgress()
    {
        var options = new ChatOptions();
        var progress = new CallProgress();
        progress.AttachTo(options);

        await new ScriptedEndpoint().Client().GetResponseAsync(Question, options);

        Assert.Equal((9, 2), (progress.InputTokens, progress.OutputTokens));
    }

    [Fact]
    public async Task Sample_Count_IsAskedForInOneRequest()
    {
        var endpoint = new ScriptedEndpoint().Gives(ScriptedEndpoint.Json(
            """{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":2}}"""));

        var samples = await endpoint.Client().SampleAsync(new Prompt(Question, new ChatOptions { Temperature = 1 }), 2, CancellationToken.None);

        Assert.Equal("""{"model":"org/tiny","messages":[{"role":"user","content":"capital of France?"}],"temperature":1,"n":2}""", Assert.Single(endpoint.Bodies));
        Assert.Equal(["a", "b"], samples.Select(static sample => sample.Text));
    }

    [Fact]
    public async Task GetResponse_HugeBody_IsMalformed()
    {
        var answer = ScriptedEndpoint.With(new EndlessStream(), "application/json");

        var fault = await FaultOf(new ScriptedEndpoint().Gives(answer));

        Assert.Equal(FaultKind.Malformed, fault.Kind);
    }

    [Fact]
    public void GetService_Capabilities_AreFound()
    {
        using var client = new ScriptedEndpoint().Client();

        Assert.Same(client, client.GetService(typeof(IBatchSampler)));
        Assert.Equal("org/tiny", ((ChatClientMetadata)client.GetService(typeof(ChatClientMetadata))!).DefaultModelId);
        Assert.Null(client.GetService(typeof(IBatchSampler), "key"));
        Assert.Null(client.GetService(typeof(string)));
    }

    [Fact]
    public void RemoteModel_Printed_NamesNoKey() =>
        Assert.Equal("tiny (org/tiny at host)", new RemoteModel("tiny", new Uri("https://host/v1"), "org/tiny", ScriptedEndpoint.Key, TimeSpan.FromSeconds(1)).ToString());

    private static async Task<ModelFault> FaultOf(ScriptedEndpoint endpoint) =>
        (await Assert.ThrowsAsync<ModelCallException>(() => endpoint.Client().GetResponseAsync(Question))).Fault;

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(buffer.Length);
    }
}
