using System.Net;
using Microsoft.Extensions.AI;

namespace Gateway.Tests.OpenAI;

public sealed class RemoteChatClientFaultTests
{
    private static readonly ChatMessage[] Question = [new(ChatRole.User, "hi")];

    [Theory]
    [InlineData(400, FaultKind.Refused)]
    [InlineData(404, FaultKind.Refused)]
    [InlineData(413, FaultKind.Refused)]
    [InlineData(422, FaultKind.Refused)]
    [InlineData(429, FaultKind.RateLimited)]
    [InlineData(401, FaultKind.Upstream)]
    [InlineData(403, FaultKind.Upstream)]
    [InlineData(409, FaultKind.Upstream)]
    [InlineData(500, FaultKind.Upstream)]
    [InlineData(503, FaultKind.Upstream)]
    public async Task Call_Status_IsAFault(int status, FaultKind kind)
    {
        var fault = await FaultOf(Error(status, """{"error":{"message":"no","type":"t","param":"p","code":"c"}}"""));

        Assert.Equal(kind, fault.Kind);
        Assert.Equal(status, fault.Status);
        Assert.Equal(new UpstreamError("no", "t", "p", "c"), fault.Upstream);
        Assert.Equal($"model 'tiny': the endpoint answered {status}: no", fault.Message);
    }

    [Theory]
    [InlineData("""{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}""")]
    [InlineData("""{"error":{"code":400,"message":"the request exceeds","type":"exceed_context_size_error"}}""")]
    [InlineData("""{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}""")]
    public async Task Call_PromptTooLong_IsItsOwnKind(string body) => Assert.Equal(FaultKind.ContextTooLong, (await FaultOf(Error(400, body))).Kind);

    [Theory]
    [InlineData("""{"error":"text"}""", "text", null)]
    [InlineData("""{"detail":"Not Found"}""", "Not Found", null)]
    [InlineData("""{"detail":[{"loc":["body","n"],"msg":"bad"}]}""", """[{"loc":["body","n"],"msg":"bad"}]""", null)]
    [InlineData("""[{"error":{"code":400,"message":"m","status":"INVALID_ARGUMENT"}}]""", "m", "400")]
    [InlineData("""{"object":"error","message":"m","type":"t","code":40}""", "m", "40")]
    [InlineData("""{"error":null,"message":"m"}""", "m", null)]
    [InlineData("""{"other":1}""", """{"other":1}""", null)]
    [InlineData("<html>Bad Gateway</html>", "<html>Bad Gateway</html>", null)]
    [InlineData("\"text\"", "text", null)]
    public async Task Call_ErrorBodyInAnyForm_IsRead(string body, string message, string? code)
    {
        var error = (await FaultOf(Error(400, body))).Upstream!;

        Assert.Equal(message, error.Message);
        Assert.Equal(code, error.Code);
    }

    [Fact]
    public async Task Call_LongPage_IsCut() => Assert.Equal(300, (await FaultOf(Error(502, new string('é', 5000)))).Upstream!.Message.Length);

    [Fact]
    public async Task Call_ErrorWithoutBody_HasNoUpstreamError()
    {
        var fault = await FaultOf(Error(503, ""));

        Assert.Null(fault.Upstream);
        Assert.Equal("model 'tiny': the endpoint answered 503", fault.Message);
    }

    [Fact]
    public async Task Call_ErrorThatRepeatsTheKey_IsRedacted()
    {
        var fault = await FaultOf(Error(401, $$$"""{"error":{"message":"Incorrect API key {{{ScriptedEndpoint.Key}}}"}}"""));

        Assert.Equal("Incorrect API key ***", fault.Upstream!.Message);
        Assert.DoesNotContain(ScriptedEndpoint.Key, fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Retry-After", "7", 7000)]
    [InlineData("Retry-After", "Thu, 01 Jan 2026 00:00:30 GMT", 30_000)]
    [InlineData("Retry-After", "Wed, 31 Dec 2025 00:00:00 GMT", 0)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("retry-after-ms", "soon", null)]
    [InlineData("x-other", "1", null)]
    public async Task Call_RetryAfter_IsRead(string header, string value, int? milliseconds)
    {
        var answer = Error(429, "{}");
        answer.Headers.TryAddWithoutValidation(header, value);

        Assert.Equal(milliseconds, (int?)(await FaultOf(answer)).RetryAfter?.TotalMilliseconds);
    }

    [Fact]
    public async Task Call_NoConnection_NamesTheHost()
    {
        var endpoint = new ScriptedEndpoint { Answer = static _ => throw new HttpRequestException("Connection refused") };

        var fault = (await Assert.ThrowsAsync<ModelCallException>(() => endpoint.Client().GetResponseAsync(Question))).Fault;

        Assert.Equal(FaultKind.Upstream, fault.Kind);
        Assert.Equal("model 'tiny': host:8443 could not be reached: Connection refused", fault.Message);
    }

    [Fact]
    public async Task Call_ConnectionBreaksInTheBody_IsUpstreamFault()
    {
        var fault = await FaultOf(ScriptedEndpoint.With(new BreakingStream(), "application/json"));

        Assert.Equal(FaultKind.Upstream, fault.Kind);
        Assert.Equal("model 'tiny': host:8443 broke off its answer: reset", fault.Message);
    }

    [Fact]
    public async Task Call_BodyThatIsNotTheProtocol_IsMalformed() => Assert.Equal(FaultKind.Malformed, (await FaultOf(ScriptedEndpoint.Json("<html>"))).Kind);

    [Fact]
    public async Task Stream_Status_IsAFault()
    {
        var endpoint = new ScriptedEndpoint().Gives(Error(429, """{"error":"slow down"}"""));

        var fault = (await Assert.ThrowsAsync<ModelCallException>(async () => await endpoint.Client().GetStreamingResponseAsync(Question).ToListAsync())).Fault;

        Assert.Equal(FaultKind.RateLimited, fault.Kind);
    }

    private static HttpResponseMessage Error(int status, string body) => ScriptedEndpoint.Json(body, (HttpStatusCode)status);

    private static async Task<ModelFault> FaultOf(HttpResponseMessage answer) =>
        (await Assert.ThrowsAsync<ModelCallException>(() => new ScriptedEndpoint().Gives(answer).Client().GetResponseAsync(Question))).Fault;

    private sealed class BreakingStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new IOException("reset");
    }
}
