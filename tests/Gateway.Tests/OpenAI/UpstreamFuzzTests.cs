using System.Text;
using CsCheck;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class UpstreamFuzzTests
{
    private static readonly byte[] Completion = Encoding.UTF8.GetBytes("""
        {"id":"c1","object":"chat.completion","created":1,"model":"x","x":[1],"choices":[{"index":0,"message":{"role":"assistant","content":"a\ud83d\ude00",
        "tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"a\":\"\\ud83d\\ude00\"}"}}],"refusal":"r"},"finish_reason":"stop",
        "logprobs":{"content":[{"token":"\ud83d\ude00","logprob":-1.5,"top_logprobs":[]}]}}],"usage":{"prompt_tokens":1,"prompt_tokens_details":{"cached_tokens":1}}}
        """);

    private static readonly byte[] Chunk = Encoding.UTF8.GetBytes("""
        {"id":"c1","object":"chat.completion.chunk","x":1,"choices":[{"index":0,"delta":{"role":"assistant","content":"\ud83d\ude00","tool_calls":[{"index":0,
        "id":"c1","function":{"name":"f","arguments":"{\"a\":\"\\ud83d\\ude00\"}"}}]},"logprobs":{"content":[{"token":"a","logprob":-1}]},"finish_reason":"stop"}],
        "usage":{"completion_tokens":5}}
        """);

    [Fact]
    public void Read_MutatedCompletion_ThrowsNothingButModelCall() => Mutations.Of(Completion).Sample(
        static body => Tolerate(() =>
        {
            var response = CompletionReader.Read(body, "m");
            ToolCalls.Describe(response);
            Wire.WriteCompletion(Wire.Deliver(response));
            Wire.WriteChunks(Wire.Deliver(response), logprobs: true);
            CompletionReader.ReadSamples(body, "m");
        }),
        iter: 3000);

    [Fact]
    public void Read_MutatedChunk_ThrowsNothingButModelCall() => Mutations.Of(Chunk).Sample(
        static data => Tolerate(() =>
        {
            var updates = new Queue<ChatResponseUpdate>();
            new ChunkReader("m").Read(data, updates);
            Wire.WriteChunks([.. updates], includeUsage: true, logprobs: true);
            ToolCalls.Describe(updates.ToChatResponse());
            Wire.WriteCompletion([.. updates], logprobs: true);
        }),
        iter: 3000);

    [Fact]
    public void Read_MutatedError_ThrowsNothing() =>
        Mutations.Of("""{"error":{"message":"a\ud83d\ude00","type":"t","param":null,"code":5},"detail":[{"a":"b"}]}"""u8.ToArray())
            .Sample(static body => { UpstreamErrorReader.Read(body); }, iter: 3000);

    private static void Tolerate(Action read)
    {
        try
        {
            read();
        }
        catch (ModelCallException)
        {
            // What a broken answer is to become.
        }
    }
}
