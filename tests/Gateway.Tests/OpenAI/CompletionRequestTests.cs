using System.Buffers;
using System.Text;
using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

public sealed class CompletionRequestTests
{
    private static readonly AnswerIdentity Identity = new("cmpl-1", DateTimeOffset.FromUnixTimeSeconds(7), "m");

    [Fact]
    public void Parse_Least_HasOpenAIsDefaults()
    {
        var request = Parse("""{"model":"m","prompt":"a"}""");

        Assert.Equal(("m", 1, 1, false, false), (request.Model, request.N, request.BestOf, request.Echo, request.Stream));
        Assert.Equal((16, 1f), (request.Options.MaxOutputTokens, request.Options.Temperature));
        Assert.Null(request.Logprobs);
    }

    [Fact]
    public void Parse_Everything_IsRead()
    {
        var request = Parse("""{"model":"m","prompt":["a","b"],"max_tokens":3,"temperature":0.5,"top_p":0.9,"n":2,"best_of":4,"logprobs":2,"echo":true,"stop":["x"],"seed":9,"presence_penalty":1,"frequency_penalty":-1,"logit_bias":{"5":-100},"user":"u","unknown":{}}""");

        Assert.Equal((2, 2, 4, 2, true, 9L), (request.Prompts.Count, request.N, request.BestOf, request.Logprobs, request.Echo, request.Seed));
        Assert.Equal((3, 0.5f, 0.9f, 1f, -1f), (request.Options.MaxOutputTokens, request.Options.Temperature, request.Options.TopP, request.Options.PresencePenalty, request.Options.FrequencyPenalty));
        Assert.Equal(["x"], request.Options.StopSequences!);
        Assert.Equal(-100f, request.Options.WantedLogitBias()![5]);
    }

    [Fact]
    public void Parse_WithoutASeed_TheSameBodyHasTheSame()
    {
        Assert.Equal(Parse("""{"model":"m","prompt":"a"}""").Seed, Parse("""{"model":"m","prompt":"a"}""").Seed);
        Assert.NotEqual(Parse("""{"model":"m","prompt":"a"}""").Seed, Parse("""{"model":"m","prompt":"b"}""").Seed);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("""{"model":"m","prompt":"a"} x""", null)]
    [InlineData("""{"prompt":"a"}""", "model")]
    [InlineData("""{"model":"m"}""", "prompt")]
    [InlineData("""{"model":"m","prompt":null}""", "prompt")]
    [InlineData("""{"model":"m","prompt":[]}""", "prompt")]
    [InlineData("""{"model":"m","prompt":["a",[1]]}""", "prompt[1]")]
    [InlineData("""{"model":"m","prompt":"a","max_tokens":-1}""", "max_tokens")]
    [InlineData("""{"model":"m","prompt":"a","max_tokens":0}""", "max_tokens")]
    [InlineData("""{"model":"m","prompt":"a","temperature":2.1}""", "temperature")]
    [InlineData("""{"model":"m","prompt":"a","top_p":"x"}""", "top_p")]
    [InlineData("""{"model":"m","prompt":"a","n":0}""", "n")]
    [InlineData("""{"model":"m","prompt":["a","b"],"n":65}""", "n")]
    [InlineData("""{"model":"m","prompt":"a","n":3,"best_of":2}""", "best_of")]
    [InlineData("""{"model":"m","prompt":"a","best_of":2,"stream":true}""", "best_of")]
    [InlineData("""{"model":"m","prompt":"a","logprobs":21}""", "logprobs")]
    [InlineData("""{"model":"m","prompt":"a","logprobs":true}""", "logprobs")]
    [InlineData("""{"model":"m","prompt":"a","echo":1}""", "echo")]
    [InlineData("""{"model":"m","prompt":"a","stop":[1]}""", "stop[0]")]
    [InlineData("""{"model":"m","prompt":"a","suffix":"b"}""", "suffix")]
    [InlineData("""{"model":"m","prompt":"a","stream_options":{"include_usage":true}}""", "stream_options")]
    [InlineData("""{"model":"m","prompt":"a","logit_bias":{"5":101}}""", "logit_bias.5")]
    public void Parse_IllegalBody_NamesTheField(string body, string? param) =>
        Assert.Equal(param, Assert.Throws<InvalidRequestException>(() => Parse(body)).Param);

    [Fact]
    public void Write_WholeAnswer_IsOpenAIs()
    {
        TokenLogprob[] tokens = [new("a", double.NaN), new("b\"", -0.5) { Top = [new("b\"", -0.5), new("b\"", -1), new("c", double.NegativeInfinity)] }];
        var written = Written(output => CompletionWriter.Write(output, Identity, [new(0, "ab\"", tokens, "stop"), new(1, "z", null, "length")], new Spend(2, 3, 1, 4, 0)));

        Assert.Equal(
            """{"id":"cmpl-1","object":"text_completion","created":7,"model":"m","choices":["""
            + """{"text":"ab\"","index":0,"logprobs":{"tokens":["a","b\""],"token_logprobs":[null,-0.5],"top_logprobs":[null,{"b\"":-0.5,"c":-9999}],"text_offset":[0,1]},"finish_reason":"stop"},"""
            + """{"text":"z","index":1,"logprobs":null,"finish_reason":"length"}],"""
            + "\"usage\":" + """{"prompt_tokens":3,"completion_tokens":4,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":0}}}""",
            written);
    }

    [Fact]
    public void WriteChunk_Stretch_IsAnEvent()
    {
        var written = Written(output => CompletionWriter.WriteChunk(output, Identity, new CompletionChoice(1, "b", [new("b", -1)], null) { Offset = 5 }, includeUsage: true));

        Assert.Equal(
            "data: " + """{"id":"cmpl-1","object":"text_completion","created":7,"model":"m","choices":[{"text":"b","index":1,"logprobs":{"tokens":["b"],"token_logprobs":[-1],"top_logprobs":[null],"text_offset":[5]},"finish_reason":null}],"usage":null}""" + "\n\n",
            written);
    }

    private static string Written(Action<ArrayBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private static CompletionRequest Parse(string body) => CompletionRequest.Parse(Encoding.UTF8.GetBytes(body));
}
