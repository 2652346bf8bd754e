using System.Buffers;
using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class ChatChunkWriterTests
{
    private const string Role = """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}""";
    private const string Stop = """{"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}""";
    private const string Done = "data: [DONE]";

    [Fact]
    public void Write_LocalText_IsAStream() => Assert.Equal(
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"asked","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"asked","choices":[{"index":0,"delta":{"content":"é\n"},"logprobs":null,"finish_reason":null}]}

        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,"model":"asked","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}

        data: [DONE]


        """,
        Wire.WriteChunks([new(ChatRole.Assistant, "é\n"), new(ChatRole.Assistant, []) { FinishReason = ChatFinishReason.Stop }]));

    [Fact]
    public void Write_UsageAskedFor_IsNullUntilTheEnd() => Assert.Equal(
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}
        {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}],"usage":null}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":null}
        {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":1,"total_tokens":4,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}
        data: [DONE]
        """,
        Wire.ChoicesOf(Wire.WriteChunks([new(ChatRole.Assistant, "a")], includeUsage: true, spend: new Spend(1, 3, 0, 1, 0))));

    [Fact]
    public void Write_EndpointsChunks_KeepWhatIsUnknown() => Assert.Equal(
        """
        {"system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}
        {"system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"a\/b","x":{"y": 1}},"z":1,"logprobs":null,"finish_reason":null}]}
        {"system_fingerprint":"fp","choices":[{"index":0,"delta":{},"stop_reason":7,"logprobs":null,"finish_reason":"stop"}]}
        data: [DONE]
        """,
        Rewrite(
            """{"id":"up","object":"chat.completion.chunk","created":1,"model":"gpt-x","system_fingerprint":"fp","choices":[{"index":0,"delta":{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}""",
            """{"id":"up","object":"chat.completion.chunk","created":1,"model":"gpt-x","system_fingerprint":"fp","choices":[{"index":0,"delta":{"content":"a\/b","x":{"y": 1}},"z":1,"logprobs":null,"finish_reason":null}]}""",
            """{"id":"up","object":"chat.completion.chunk","created":1,"model":"gpt-x","system_fingerprint":"fp","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop","stop_reason":7}]}"""));

    [Fact]
    public void Write_RoleInEveryChunk_IsWrittenOnce() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"content":"b"},"logprobs":null,"finish_reason":null}]}
        {{{Stop}}}
        {{{Done}}}
        """,
        Rewrite(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":"b"},"finish_reason":"stop"}]}""",
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop"}]}"""));

    [Fact]
    public void Write_ToolCallDeltas_GoOnAsTheyCame() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":""}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\u0022a\u0022:1}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}
        {{{Done}}}
        """,
        Rewrite(
            """{"choices":[{"index":0,"delta":{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\u0022a\u0022:1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}"""));

    [Fact]
    public void Write_ToolCallDeltasWithoutFinish_FinishWithToolCalls() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}
        {{{Done}}}
        """,
        Rewrite("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"f","arguments":"{}"}}]}}]}"""));

    [Fact]
    public void Write_LocalToolCalls_AreOneDeltaEach() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"g","arguments":"{}"}}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"tool_calls"}]}
        {{{Done}}}
        """,
        Wire.ChoicesOf(Wire.WriteChunks([new(ChatRole.Assistant, [new FunctionCallContent("c1", "f")]), new(ChatRole.Assistant, [new FunctionCallContent("c2", "g")])])));

    [Fact]
    public void Write_LocalReasoningAndRefusal_AreFields() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"reasoning_content":"hm","content":"ab","refusal":"no"},"logprobs":null,"finish_reason":null}]}
        {{{Stop}}}
        {{{Done}}}
        """,
        Wire.ChoicesOf(Wire.WriteChunks([new(ChatRole.Assistant, [new TextContent("a"), new TextReasoningContent("hm"), Refusal.Of("no"), new TextContent("b")])])));

    [Fact]
    public void Write_SeveralChoices_EachBeginAndEndOnce() => Assert.Equal(
        """
        {"choices":[{"index":1,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":1,"delta":{"content":"b"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}
        {"choices":[{"index":1,"delta":{},"logprobs":null,"finish_reason":"length"}]}
        data: [DONE]
        """,
        Rewrite(
            """{"choices":[{"index":1,"delta":{"role":"assistant","content":"b"}},{"index":0,"delta":{"role":"assistant","content":"a"}}]}""",
            """{"choices":[{"index":1,"delta":{},"finish_reason":"length"}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"""));

    [Fact]
    public void Write_ContentAfterAFinish_StaysBeforeTheFinishChunk() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"content":"b"},"logprobs":null,"finish_reason":null}]}
        {{{Stop}}}
        {{{Done}}}
        """,
        Wire.ChoicesOf(Wire.WriteChunks(
        [
            new(ChatRole.Assistant, "a") { FinishReason = ChatFinishReason.Length },
            new(ChatRole.Assistant, "b") { FinishReason = ChatFinishReason.Stop },
        ])));

    [Fact]
    public void Write_AnswerThatIsThereWhole_BecomesDeltas() => Assert.Equal(
        $$$"""
        {{{Role}}}
        {"service_tier":"x","choices":[{"index":0,"delta":{"content":"a","reasoning_content":"r","tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"index":1,"id":"c2"}]},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"stop_reason":7,"logprobs":null,"finish_reason":"tool_calls"}]}
        {{{Done}}}
        """,
        Wire.ChoicesOf(Wire.WriteChunks(Wire.Deliver(Wire.ReadCompletion("""
            {"id":"up","service_tier":"x","choices":[{"index":0,"message":{"role":"assistant","content":"a","refusal":null,"reasoning_content":"r",
            "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}},{"id":"c2"}]},"finish_reason":"tool_calls","stop_reason":7}]}
            """)))));

    [Fact]
    public void Write_WholeAnswerOfSeveralChoices_IsWrittenOnce() => Assert.Equal(
        """
        {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{"content":"a"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":1,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":1,"delta":{"content":"b"},"logprobs":null,"finish_reason":null}]}
        {"choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}]}
        {"choices":[{"index":1,"delta":{},"logprobs":null,"finish_reason":"length"}]}
        data: [DONE]
        """,
        Wire.ChoicesOf(Wire.WriteChunks(Wire.Deliver(Wire.ReadCompletion(
            """{"choices":[{"index":0,"message":{"content":"a"},"finish_reason":"stop"},{"index":1,"message":{"content":"b"},"finish_reason":"length"}]}""")))));

    [Theory]
    [InlineData(true, "{\"content\":[{\"token\":\"a\",\"logprob\":-1}]}")]
    [InlineData(false, "null")]
    public void Write_EndpointsLogprobs_OnlyWhereAskedFor(bool asked, string logprobs) => Assert.Contains(
        $$$"""
        "delta":{"content":"a"},"logprobs":{{{logprobs}}},"finish_reason":null
        """,
        Wire.WriteChunks(Wire.ReadChunks("""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-1}]}}]}"""), logprobs: asked),
        StringComparison.Ordinal);

    [Theory]
    [InlineData(true, "{\"content\":[{\"token\":\"a\",\"logprob\":-1}]}")]
    [InlineData(false, "null")]
    public void Write_WholeAnswersLogprobs_OnlyWhereAskedFor(bool asked, string logprobs) => Assert.Contains(
        $$$"""
        "delta":{"content":"a"},"logprobs":{{{logprobs}}},"finish_reason":null
        """,
        Wire.WriteChunks(
            Wire.Deliver(Wire.ReadCompletion("""{"choices":[{"index":0,"message":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-1}]},"finish_reason":"stop"}]}""")),
            logprobs: asked),
        StringComparison.Ordinal);

    [Fact]
    public void Write_LocalLogprobs_AreWritten()
    {
        var update = new ChatResponseUpdate(ChatRole.Assistant, "a");
        update.SetLogprobs([new TokenLogprob("a", -1)]);

        Assert.Contains(
            """
            "logprobs":{"content":[{"token":"a","logprob":-1,"bytes":[97],"top_logprobs":[]}],"refusal":null},"finish_reason":null
            """,
            Wire.WriteChunks([update], logprobs: true),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Write_ChunkWithoutChoices_GoesOn() => Assert.StartsWith(
        """{"prompt_filter_results":[],"choices":[]}""",
        Rewrite("""{"id":"","choices":[],"prompt_filter_results":[]}""", """{"choices":[{"index":0,"delta":{"content":"a"}}]}"""),
        StringComparison.Ordinal);

    [Fact]
    public void Write_EndpointsChunkOverSeveralLines_StaysOneLine()
    {
        var stream = Wire.WriteChunks(Wire.ReadChunks("{\"x\": {\r\n\"y\": 1},\n\"choices\":[{\"index\":0,\"delta\":{\"z\":\n2}}]}"));

        Assert.All(stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries), static line => Assert.Equal(-1, line.AsSpan().IndexOfAny('\r', '\n')));
        Assert.Contains("\"z\":2", stream, StringComparison.Ordinal);
    }

    [Fact]
    public void WriteError_Always_HasOpenAIsForm() => Assert.Equal(
        "data: {\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\"}}\n\n",
        Written(static writer => writer.WriteError(new ApiError("m", "t", null, "c"))));

    [Theory]
    [InlineData("ping", ": ping\n\n")]
    [InlineData("a\r\nb\nc", ": a b c\n\n")]
    public void WriteComment_Always_IsOneLine(string comment, string written) => Assert.Equal(written, Written(writer => writer.WriteComment(comment)));

    private static string Rewrite(params string[] chunks) => Wire.ChoicesOf(Wire.WriteChunks(Wire.ReadChunks(chunks)));

    private static string Written(Action<ChatChunkWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new ChatChunkWriter(output, Wire.Identity, includeUsage: false, logprobs: false);
        write(writer);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
