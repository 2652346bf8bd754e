using System.Text;
using CsCheck;
using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

public sealed class ChatRequestFuzzTests
{
    private static readonly byte[] Valid = Encoding.UTF8.GetBytes("""
        {"model":"m","messages":[{"role":"system","content":"é😀\ud83d\ude00"},{"role":"user","content":[{"type":"text","text":"a\n"},
        {"type":"image_url","image_url":{"url":"data:image/png;base64,AQID"}}]},{"role":"assistant","content":null,"tool_calls":[{"id":"c","type":"function",
        "function":{"name":"f","arguments":"{\"a\":[1,2]}"}}]},{"role":"tool","tool_call_id":"c","content":"3"}],"temperature":0.5,"top_p":1,"n":2,"seed":-1,
        "stop":["a"],"max_tokens":5,"logprobs":true,"top_logprobs":2,"stream":true,"stream_options":{"include_usage":true},"logit_bias":{"5":-1.5},
        "tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"tool_choice":"auto","response_format":{"type":"json_schema",
        "json_schema":{"name":"n","schema":{"type":"object"}}},"gateway":{"budget":{"calls":5,"cost_usd":0.1},"cache":"on","include":["record"],"seed":4},"x":null}
        """);

    [Fact]
    public void Parse_ValidBody_IsRead() => Assert.Equal(2, ChatRequest.Parse(Valid).N);

    [Fact]
    public void Parse_MutatedBody_ThrowsNothingButInvalidRequest() => Mutations.Of(Valid).Sample(
        static body =>
        {
            var request = TryParse(body);
            if (request is null) return;

            // What passes must be usable: the texts that were only sliced are read now.
            RunSeed.Of("p", request.ToPrompt());
            Wire.Write(request.ToPrompt().Messages, request.ToPrompt().Options);
        },
        iter: 3000);

    [Fact]
    public void Parse_TruncatedBody_IsRefused() => Gen.Int[0, Valid.Length - 2].Sample(
        static length => Assert.Throws<InvalidRequestException>(() => ChatRequest.Parse(Valid.AsMemory(0, length))), iter: 500);

    private static ChatRequest? TryParse(byte[] body)
    {
        try
        {
            return ChatRequest.Parse(body);
        }
        catch (InvalidRequestException)
        {
            return null;
        }
    }
}
