using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class CompletionReaderTests
{
    [Fact]
    public void Read_Answer_IsResponse()
    {
        var response = Wire.ReadCompletion("""
            {"id":"c1","object":"chat.completion","created":1,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"Paris","refusal":null},
            "logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11},"system_fingerprint":"fp"}
            """);

        Assert.Equal("Paris", response.Text);
        Assert.Equal("c1", response.ResponseId);
        Assert.Equal("gpt-x", response.ModelId);
        Assert.Equal(ChatFinishReason.Stop, response.FinishReason);
        Assert.Null(response.Logprobs());
    }

    [Fact]
    public void Read_Usage_HasCachedAndReasoningTokens()
    {
        var usage = ReadUsage("""
            {"prompt_tokens":9,"completion_tokens":5,"total_tokens":14,"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":0},
            "completion_tokens_details":{"reasoning_tokens":3,"accepted_prediction_tokens":0}}
            """)!;

        Assert.Equal((9, 4, 5, 3, 14), (usage.InputTokenCount, usage.CachedInputTokenCount, usage.OutputTokenCount, usage.ReasoningTokenCount, usage.TotalTokenCount));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":5}""", 9L, 5L, null)]
    [InlineData("""{"prompt_tokens":9.0,"completion_tokens":5.0}""", 9L, 5L, null)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":-5}""", 9L, 0L, null)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":5,"prompt_tokens_details":null}""", 9L, 5L, null)]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":5,"prompt_cache_hit_tokens":7}""", 9L, 5L, 7L)]
    [InlineData("""{"prompt_tokens":null,"completion_tokens":"5"}""", null, null, null)]
    public void Read_UsageVariants_AreRead(string json, long? input, long? output, long? cached)
    {
        var usage = ReadUsage(json)!;

        Assert.Equal((input, output, cached), (usage.InputTokenCount, usage.OutputTokenCount, usage.CachedInputTokenCount));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void Read_NoUsage_IsNull(string json) => Assert.Null(ReadUsage(json));

    [Fact]
    public void Read_ToolCalls_AreCalls()
    {
        var response = ReadMessage("""
            {"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"add","arguments":"{\"a\":1}"}},
            {"id":"c2","type":"function","function":{"name":"now","arguments":""}}]}
            """, "tool_calls");

        var calls = response.Messages[0].Contents.Cast<FunctionCallContent>().ToArray();
        Assert.Equal([("c1", "add", """{"a":1}"""), ("c2", "now", "{}")], calls.Select(static call => (call.CallId, call.Name, CanonicalJson.Of(call.Arguments))));
        Assert.Equal(ChatFinishReason.ToolCalls, response.FinishReason);
    }

    [Fact]
    public void Read_ArgumentsAsObject_AreRead() => Assert.Equal(
        """{"a":1}""",
        CanonicalJson.Of(Assert.IsType<FunctionCallContent>(Assert.Single(ReadMessage("""
            {"content":null,"tool_calls":[{"id":"c1","function":{"name":"add","arguments":{"a":1}}}]}
            """).Messages[0].Contents)).Arguments));

    [Fact]
    public void Read_Refusal_IsNoText()
    {
        var response = ReadMessage("""{"role":"assistant","content":null,"refusal":"I will not"}""");

        Assert.Equal("", response.Text);
        Assert.Equal("I will not", Assert.IsType<ErrorContent>(Assert.Single(response.Messages[0].Contents)).Message);
    }

    [Theory]
    [InlineData("reasoning_content")]
    [InlineData("reasoning")]
    public void Read_Reasoning_IsNoText(string field)
    {
        var response = ReadMessage($$$"""{"role":"assistant","{{{field}}}":"hm","content":"42"}""");

        Assert.Equal("42", response.Text);
        Assert.Equal("hm", response.Messages[0].Contents.OfType<TextReasoningContent>().Single().Text);
    }

    [Fact]
    public void Read_ContentAsParts_IsTheirText() => Assert.Equal(
        "42", ReadMessage("""{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text"}]},{"type":"text","text":"4"},{"type":"text","text":"2"}]}""").Text);

    [Fact]
    public void Read_HalfAnEmoji_DoesNotThrow() => Assert.Equal("a\ud83d", ReadMessage("""{"role":"assistant","content":"a\ud83d"}""").Text);

    [Fact]
    public void Read_Logprobs_AreTokens()
    {
        var response = Wire.ReadCompletion("""
            {"choices":[{"index":0,"message":{"content":"4é"},"finish_reason":"stop","logprobs":{"content":[
            {"token":"4","logprob":-0.25,"bytes":[52],"top_logprobs":[{"token":"4","logprob":-0.25,"bytes":[52]},{"token":"5","logprob":-1.5,"bytes":null}]},
            {"token":"é","logprob":-1,"bytes":null,"top_logprobs":[]}],"refusal":null}}]}
            """);

        var logprobs = response.Logprobs()!;
        Assert.Equal([("4", -0.25), ("é", -1.0)], logprobs.Select(static token => (token.Token, token.Logprob)));
        Assert.Equal([("4", -0.25), ("5", -1.5)], logprobs[0].Top!.Select(static token => (token.Token, token.Logprob)));
        Assert.Null(logprobs[1].Top);
    }

    [Fact]
    public void Read_SeveralChoices_AreMessages()
    {
        var response = Wire.ReadCompletion("""
            {"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"length"}]}
            """);

        Assert.Equal(["a", "b"], response.Messages.Select(static message => message.Text));
    }

    [Fact]
    public void ReadSamples_SeveralChoices_AreResponsesWithOneUsage()
    {
        var samples = CompletionReader.ReadSamples(Encoding.UTF8.GetBytes("""
            {"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"length"}],
            "usage":{"prompt_tokens":5,"completion_tokens":2}}
            """), "m");

        Assert.Equal(["a", "b"], samples.Select(static sample => sample.Text));
        Assert.Equal([ChatFinishReason.Stop, ChatFinishReason.Length], samples.Select(static sample => sample.FinishReason!.Value));
        Assert.Equal(2, samples[0].Usage!.OutputTokenCount);
        Assert.Null(samples[1].Usage);
    }

    [Fact]
    public void ReadSamples_EachSample_IsABodyOfItsOwn()
    {
        var samples = CompletionReader.ReadSamples(Encoding.UTF8.GetBytes("""
            {"id":"c","object":"chat.completion","created":1,"model":"x","tier":"t","choices":[{"index":0,"message":{"content":"a"}},{"message":{"content":"b","x": 1},"index":1}],"usage":{"prompt_tokens":5,"cost":1}}
            """), "m");

        Assert.Equal(
            [
                """{"id":"c","model":"x","tier":"t","choices":[{"index":0,"message":{"content":"a"}}],"usage":{"prompt_tokens":5,"cost":1}}""",
                """{"id":"c","model":"x","tier":"t","choices":[{"index":0,"message":{"content":"b","x": 1}}]}""",
            ],
            samples.Select(static sample => Encoding.UTF8.GetString(((WireCompletion)sample.RawRepresentation!).Json.Span)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"choices":[]}""")]
    [InlineData("""{"choices":null}""")]
    [InlineData("""{"choices":[5]}""")]
    [InlineData("""{"choices":[{"index":0}]}""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"a"}}]} trailing""")]
    [InlineData("""{"choices":[{"index":0,"message":{"content":"a"}""")]
    public void Read_NoCompletion_IsMalformed(string body)
    {
        var fault = Assert.Throws<ModelCallException>(() => Wire.ReadCompletion(body)).Fault;

        Assert.Equal(FaultKind.Malformed, fault.Kind);
        Assert.StartsWith("model 'm'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_InvalidUtf8_IsMalformed() =>
        Assert.Equal(FaultKind.Malformed, Assert.Throws<ModelCallException>(static () => CompletionReader.Read(new byte[] { (byte)'"', 0xff, (byte)'"' }, "m")).Fault.Kind);

    [Fact]
    public void Read_ErrorWithStatus200_IsUpstreamFault()
    {
        var fault = Assert.Throws<ModelCallException>(() => Wire.ReadCompletion("""{"error":{"message":"overloaded","type":"server_error","param":null,"code":529}}""")).Fault;

        Assert.Equal(FaultKind.Upstream, fault.Kind);
        Assert.Equal(new UpstreamError("overloaded", "server_error", null, "529"), fault.Upstream);
    }

    [Fact]
    public void Read_ObjectThatIsAnError_IsUpstreamFault() => Assert.Equal(
        new UpstreamError("boom", "BadRequestError", null, "400"),
        Assert.Throws<ModelCallException>(() => Wire.ReadCompletion("""{"object":"error","message":"boom","type":"BadRequestError","param":null,"code":400}""")).Fault.Upstream);

    [Fact]
    public void Read_ErrorThatRepeatsTheKey_IsRedacted() => Assert.Equal(
        "bad key ***",
        Assert.Throws<ModelCallException>(static () => CompletionReader.Read("{\"error\":\"bad key sk-1\"}"u8.ToArray(), "m", "sk-1")).Fault.Upstream!.Message);

    private static UsageDetails? ReadUsage(string json) => Wire.ReadCompletion($$$"""{"choices":[{"message":{"content":"a"}}],"usage":{{{json}}}}""").Usage;

    private static ChatResponse ReadMessage(string json, string finish = "stop") =>
        Wire.ReadCompletion($$$"""{"choices":[{"index":0,"message":{{{json}}},"finish_reason":"{{{finish}}}"}]}""");
}
