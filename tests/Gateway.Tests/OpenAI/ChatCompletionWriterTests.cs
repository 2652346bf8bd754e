using System.Text;
using System.Text.Json;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class ChatCompletionWriterTests
{
    private const string Head = """{"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"asked",""";

    [Fact]
    public void Write_EndpointsAnswer_KeepsWhatIsUnknown()
    {
        const string choice = """{"index":0,"message":{"role":"assistant","content":"a\/b","annotations":[]},"logprobs":null,"finish_reason":"stop","stop_reason":13}""";
        const string usage = """{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11,"queue_time":0.5}""";
        var answer = Wire.Deliver(Wire.ReadCompletion($$$"""
            {"id":"up","object":"chat.completion","created":1,"model":"gpt-x","service_tier":"default","choices":[{{{choice}}}],"usage":{{{usage}}},"system_fingerprint":"fp"}
            """));

        Assert.Equal(
            $$$"""{{{Head}}}"service_tier":"default","system_fingerprint":"fp","choices":[{{{choice}}}],"usage":{{{usage}}}}""",
            Wire.WriteCompletion(answer, new Spend(1, 9, 0, 2, 0)));
    }

    [Fact]
    public void Write_RunOfSeveralCalls_SumsUsage() => Assert.EndsWith(
        """
        "usage":{"prompt_tokens":27,"completion_tokens":8,"total_tokens":35,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":{"reasoning_tokens":4}}}
        """,
        Wire.WriteCompletion(
            Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"a"}}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""")),
            new Spend(3, 27, 3, 8, 0) { ReasoningTokens = 4 }),
        StringComparison.Ordinal);

    [Fact]
    public void Write_SeveralChoicesOfOneAnswer_AreWrittenOnce()
    {
        const string choices = """[{"index":1,"message":{"content":"b"},"finish_reason":"stop"},{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]""";

        Assert.Equal(
            $$$"""{{{Head}}}"choices":{{{choices}}}}""",
            Wire.WriteCompletion(Wire.Deliver(Wire.ReadCompletion($$$"""{"choices":{{{choices}}}}"""))));
    }

    [Fact]
    public void Write_OneSampleOfABatch_BecomesChoiceZero()
    {
        var samples = CompletionReader.ReadSamples(Encoding.UTF8.GetBytes(
            """{"choices":[{"index":0,"message":{"content":"a"}},{"index":1,"message":{"content":"b","x":1},"finish_reason":"stop"}]}"""), "m");

        Assert.Equal(
            $$$"""{{{Head}}}"choices":[{"index":0,"message":{"content":"b","x":1},"finish_reason":"stop"}]}""",
            Wire.WriteCompletion(Wire.Deliver(samples[1]), logprobs: true));
    }

    [Fact]
    public void Write_SeveralAnswersOfAPolicy_AreChoices()
    {
        var first = Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"}]}"""))[0];
        var second = Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"b"},"finish_reason":"stop"}]}"""))[0];
        second.SetChoiceIndex(1);

        Assert.Equal(
            $$$"""{{{Head}}}"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"stop"}]}""",
            Wire.WriteCompletion([first, second], logprobs: true));
    }

    [Theory]
    [InlineData(true, """{"index":0,"message":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-1}]},"finish_reason":"stop"}""")]
    [InlineData(false, """{"index":0,"message":{"content":"a"},"finish_reason":"stop","logprobs":null}""")]
    public void Write_Logprobs_OnlyWhereAskedFor(bool asked, string choice) => Assert.Equal(
        $$$"""{{{Head}}}"choices":[{{{choice}}}]}""",
        Wire.WriteCompletion(
            Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-1}]},"finish_reason":"stop"}]}""")),
            logprobs: asked));

    [Fact]
    public void Write_LocalAnswer_IsPutTogether()
    {
        ChatResponseUpdate[] updates =
        [
            new(ChatRole.Assistant, [new TextReasoningContent("h"), new TextContent("Pa")]),
            new(ChatRole.Assistant, "ris <é> \"q\""),
            new(ChatRole.Assistant, [new UsageContent(new UsageDetails())]) { FinishReason = ChatFinishReason.Length },
        ];

        Assert.Equal(
            Head + """
            "choices":[{"index":0,"message":{"role":"assistant","content":"Paris <é> \"q\"","refusal":null,"reasoning_content":"h"},"logprobs":null,"finish_reason":"length"}]}
            """,
            Wire.WriteCompletion(updates));
    }

    [Fact]
    public void Write_LocalToolCalls_AreWritten() => Assert.Equal(
        Head + """
        "choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":1}"}}]},"logprobs":null,"finish_reason":"tool_calls"}]}
        """,
        Wire.WriteCompletion([new(ChatRole.Assistant, [new FunctionCallContent("c1", "f", new Dictionary<string, object?> { ["a"] = 1 })])]));

    [Fact]
    public void Write_LocalLogprobs_AreInOpenAIsForm()
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, "é");
        update.SetLogprobs([new TokenLogprob("é", -0.5) { Top = [new TokenLogprob("e", double.NegativeInfinity)] }]);

        Assert.Contains(
            """
            "logprobs":{"content":[{"token":"é","logprob":-0.5,"bytes":[195,169],"top_logprobs":[{"token":"e","logprob":-9999,"bytes":[101]}]}],"refusal":null}
            """,
            Wire.WriteCompletion([update], logprobs: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TextBesideADeliveredAnswer_KeepsBoth()
    {
        var delivered = Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"b"},"finish_reason":"stop"}]}"""))[0];

        Assert.Contains("\"content\":\"ab\"", Wire.WriteCompletion([new(ChatRole.Assistant, "a"), delivered]), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_NothingSaid_HasAChoice() => Assert.Equal(
        Head + """
        "choices":[{"index":0,"message":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":"stop"}]}
        """,
        Wire.WriteCompletion([]));

    [Fact]
    public void Write_GatewayObject_GoesBeforeAnotherGateways()
    {
        var answer = Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"a"}}],"gateway":{"theirs":1},"x":2}"""));

        var body = Wire.Text(output => ChatCompletionWriter.Write(output, Wire.Identity, answer, null, logprobs: false, static writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("ours", 1);
            writer.WriteEndObject();
        }));

        Assert.Equal($$$"""{{{Head}}}"x":2,"choices":[{"index":0,"message":{"content":"a"}}],"gateway":{"ours":1}}""", body);
    }

    [Fact]
    public void Write_EndpointsIndentedAnswer_IsValidJson()
    {
        var answer = Wire.Deliver(Wire.ReadCompletion("""
            {
              "x": {
                "y": 1
              },
              "choices": [ {
                "index": 0,
                "message": { "content": "a\nb" }
              } ]
            }
            """));

        using var body = JsonDocument.Parse(Wire.WriteCompletion(answer));
        Assert.Equal("a\nb", body.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
    }
}
