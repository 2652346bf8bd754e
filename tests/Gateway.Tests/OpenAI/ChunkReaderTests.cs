using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class ChunkReaderTests
{
    [Fact]
    public void Read_ContentDeltas_AreText()
    {
        var updates = Wire.ReadChunks(
            """{"id":"c1","model":"gpt-x","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}""",
            """{"id":"c1","model":"gpt-x","choices":[{"index":0,"delta":{"content":"Pa"},"finish_reason":null}]}""",
            """{"id":"c1","model":"gpt-x","choices":[{"index":0,"delta":{"content":"ris"},"finish_reason":null}]}""",
            """{"id":"c1","model":"gpt-x","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""");

        Assert.Equal("Paris", updates.ToChatResponse().Text);
        Assert.Equal(["", "Pa", "ris", ""], updates.Select(static update => update.Text));
        Assert.Equal([null, null, null, ChatFinishReason.Stop], updates.Select(static update => update.FinishReason));
        Assert.All(updates, static update => Assert.Equal(("c1", "gpt-x"), (update.ResponseId, update.ModelId)));
    }

    [Theory]
    [InlineData("""{"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}""")]
    [InlineData("""{"choices":null,"usage":{"prompt_tokens":3,"completion_tokens":2}}""")]
    [InlineData("""{"usage":{"prompt_tokens":3,"completion_tokens":2}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}""")]
    public void Read_UsageAnywhere_IsUsage(string chunk)
    {
        var usage = Assert.Single(Wire.ReadChunks(chunk)).Contents.OfType<UsageContent>().Single().Details;

        Assert.Equal((3, 2), (usage.InputTokenCount, usage.OutputTokenCount));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Read_FinishReasonThatSaysNothing_IsNone(string finish) =>
        Assert.Null(Assert.Single(Wire.ReadChunks($$"""{"choices":[{"index":0,"delta":{"content":"a"},"finish_reason":{{finish}}}]}""")).FinishReason);

    [Fact]
    public void Read_SeveralChoicesInAChunk_AreUpdates()
    {
        var updates = Wire.ReadChunks("""{"choices":[{"index":1,"delta":{"content":"b"}},{"index":0,"delta":{"content":"a"}}]}""");

        Assert.Equal([(1, "b"), (0, "a")], updates.Select(static update => (update.ChoiceIndex(), update.Text)));
    }

    [Fact]
    public void Read_ToolCallPieces_AreWholeAtTheFinish()
    {
        var updates = Wire.ReadChunks(
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"add","arguments":""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"c2","type":"function","function":{"name":"now","arguments":"{}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}}]}""",
            """{"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}""");

        Assert.All(updates[..4], static update => Assert.Empty(update.Contents));
        Assert.Equal([("c1", "add", """{"a":1}"""), ("c2", "now", "{}")], Calls(updates[4]));
    }

    [Fact]
    public void Read_WholeToolCallsWithoutIndex_AreToldApartByTheirIds()
    {
        var updates = Wire.ReadChunks(
            """{"choices":[{"delta":{"tool_calls":[{"id":"c1","function":{"name":"add","arguments":"{}"}}]}}]}""",
            """{"choices":[{"delta":{"tool_calls":[{"id":"c2","function":{"name":"now","arguments":"{}"}}]},"finish_reason":"tool_calls"}]}""");

        Assert.Equal([("c1", "add", "{}"), ("c2", "now", "{}")], Calls(updates[1]));
    }

    [Fact]
    public void Complete_ToolCallsWithoutFinish_AreGiven()
    {
        var updates = Wire.ReadChunks("""{"choices":[{"index":2,"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"add","arguments":"{}"}}]}}]}""");

        Assert.Equal(2, updates[1].ChoiceIndex());
        Assert.Equal([("c1", "add", "{}")], Calls(updates[1]));
    }

    [Fact]
    public void Read_DeltaBeforeIndex_BelongsToTheIndex()
    {
        var updates = Wire.ReadChunks(
            """{"choices":[{"delta":{"tool_calls":[{"index":0,"id":"c1","function":{"name":"add","arguments":"{}"}}]},"index":1}]}""",
            """{"choices":[{"delta":{},"finish_reason":"tool_calls","index":1}]}""");

        Assert.Equal([("c1", "add", "{}")], Calls(updates[1]));
    }

    [Fact]
    public void Read_Logprobs_AreTokens() => Assert.Equal(
        [new TokenLogprob("a", -0.5)],
        Assert.Single(Wire.ReadChunks("""{"choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.5}]}}]}""")).Logprobs()!);

    [Fact]
    public void Read_EmojiCutInHalves_IsWholeWhenJoined()
    {
        var updates = Wire.ReadChunks(
            """{"choices":[{"index":0,"delta":{"content":"\ud83d"}}]}""",
            """{"choices":[{"index":0,"delta":{"content":"\ude00"}}]}""");

        Assert.Equal("😀", string.Concat(updates.Select(static update => update.Text)));
    }

    [Theory]
    [InlineData("hello")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"choices":5}""")]
    [InlineData("""{"choices":["a"]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"a"}""")]
    public void Read_NoChunk_IsMalformed(string data) =>
        Assert.Equal(FaultKind.Malformed, Assert.Throws<ModelCallException>(() => Wire.ReadChunks(data)).Fault.Kind);

    [Theory]
    [InlineData("""{"error":{"message":"overloaded","type":"server_error"}}""")]
    [InlineData("""{"error":"overloaded"}""")]
    [InlineData("""{"object":"error","message":"overloaded"}""")]
    [InlineData("""{"id":"c1","choices":[],"error":{"message":"overloaded","code":"x"}}""")]
    public void Read_ErrorInTheStream_IsUpstreamFault(string data)
    {
        var fault = Assert.Throws<ModelCallException>(() => Wire.ReadChunks(data)).Fault;

        Assert.Equal(FaultKind.Upstream, fault.Kind);
        Assert.Equal("overloaded", fault.Upstream!.Message);
    }

    [Fact]
    public void HasFinished_OneOfTwoChoices_IsFalse()
    {
        var reader = new ChunkReader("m");
        reader.Read(Encoding.UTF8.GetBytes("""{"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{"content":"a"}}]}"""), new Queue<ChatResponseUpdate>());

        Assert.False(reader.HasFinished);
    }

    private static IEnumerable<(string Id, string Name, string Arguments)> Calls(ChatResponseUpdate update) =>
        update.Contents.Cast<FunctionCallContent>().Select(static call => (call.CallId, call.Name, CanonicalJson.Of(call.Arguments)));
}
