using System.Buffers;
using System.Text;
using System.Text.Json;
using Gateway.OpenAI;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class EmbeddingRequestTests
{
    [Theory]
    [InlineData("\"a\"", 1)]
    [InlineData("[\"a\",\"b\"]", 2)]
    [InlineData("[1,2,3]", 1)]
    [InlineData("[[1,2],[3]]", 2)]
    public void Parse_EachKindOfInput_IsRead(string input, int texts)
    {
        var request = Parse($$"""{"model":"m","input":{{input}},"encoding_format":"base64","user":"u"}""");

        Assert.Equal(("m", texts, true), (request.Model, request.Inputs.Count, request.Base64));
    }

    [Fact]
    public void Parse_Tokens_AreKept() => Assert.Equal([1, 2], Parse("""{"model":"m","input":[[1,2]]}""").Inputs[0].Tokens);

    [Theory]
    [InlineData("", null)]
    [InlineData("[]", null)]
    [InlineData("{", null)]
    [InlineData("""{"model":"m","input":"\ud800"}""", null)]
    [InlineData("""{"input":"a"}""", "model")]
    [InlineData("""{"model":"m"}""", "input")]
    [InlineData("""{"model":"m","input":null}""", "input")]
    [InlineData("""{"model":"m","input":[]}""", "input")]
    [InlineData("""{"model":"m","input":5}""", "input")]
    [InlineData("""{"model":"m","input":["a",5]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[5,"a"]}""", "input[1]")]
    [InlineData("""{"model":"m","input":[[1],[-2]]}""", "input[1][0]")]
    [InlineData("""{"model":"m","input":[[null]]}""", "input[0][0]")]
    [InlineData("""{"model":"m","input":"a","encoding_format":"hex"}""", "encoding_format")]
    [InlineData("""{"model":"m","input":"a","dimensions":0}""", "dimensions")]
    public void Parse_IllegalBody_NamesTheField(string body, string? param) =>
        Assert.Equal(param, Assert.Throws<InvalidRequestException>(() => Parse(body)).Param);

    [Fact]
    public void Parse_TooManyInputs_IsRefused() =>
        Assert.Equal("input", Assert.Throws<InvalidRequestException>(() => Parse($$"""{"model":"m","input":[{{string.Join(',', Enumerable.Repeat("\"a\"", 2049))}}]}""")).Param);

    [Fact]
    public void Write_NumbersAndBase64_SayTheSame()
    {
        var embeddings = new GeneratedEmbeddings<Embedding<float>>([new Embedding<float>(new[] { 0.6f, -0.8f })]) { Usage = new UsageDetails { InputTokenCount = 3, TotalTokenCount = 3 } };

        var numbers = Write(embeddings, base64: false);
        var text = Write(embeddings, base64: true).GetProperty("data")[0].GetProperty("embedding").GetString()!;

        Assert.Equal("list", numbers.GetProperty("object").GetString());
        Assert.Equal(3, numbers.GetProperty("usage").GetProperty("prompt_tokens").GetInt32());
        var bytes = Convert.FromBase64String(text);
        Assert.Equal(numbers.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(static value => value.GetSingle()), [BitConverter.ToSingle(bytes), BitConverter.ToSingle(bytes, 4)]);
    }

    private static EmbeddingRequest Parse(string body) => EmbeddingRequest.Parse(Encoding.UTF8.GetBytes(body));

    private static JsonElement Write(GeneratedEmbeddings<Embedding<float>> embeddings, bool base64)
    {
        var buffer = new ArrayBufferWriter<byte>();
        EmbeddingWriter.Write(buffer, "m", embeddings, base64);
        return JsonDocument.Parse(buffer.WrittenMemory).RootElement;
    }
}
