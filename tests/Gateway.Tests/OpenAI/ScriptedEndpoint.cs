using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Gateway.OpenAI;
using Microsoft.Extensions.Time.Testing;

namespace Gateway.Tests.OpenAI;

/// <summary>An endpoint without a network: gives exact bytes, and keeps what it was asked.</summary>
internal sealed class ScriptedEndpoint : HttpMessageHandler
{
    public const string Key = "sk-secret";

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>Answers with this; the default is an answer that says "Paris".</summary>
    public Func<CancellationToken, Task<HttpResponseMessage>> Answer { get; set; } = static _ => Task.FromResult(Json(Completion));

    public List<string> Bodies { get; } = [];

    public List<HttpRequestMessage> Requests { get; } = [];

    /// <summary>The last request's token has fired. Told at once, while the client's own tasks may still be on their way.</summary>
    public bool IsCancelled { get; private set; }

    public static string Completion =>
        """{"id":"c1","object":"chat.completion","created":1,"model":"gpt-x","choices":[{"index":0,"message":{"role":"assistant","content":"Paris"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2,"total_tokens":11}}""";

    public static HttpResponseMessage Json(string body, HttpStatusCode status = HttpStatusCode.OK) => With(new MemoryStream(Encoding.UTF8.GetBytes(body)), "application/json", status);

    public static HttpResponseMessage Events(Stream body) => With(body, "text/event-stream");

    public static HttpResponseMessage Events(string body) => Events(new MemoryStream(Encoding.UTF8.GetBytes(body)));

    public static HttpResponseMessage With(Stream body, string mediaType, HttpStatusCode status = HttpStatusCode.OK)
    {
        var response = new HttpResponseMessage(status) { Content = new StreamContent(body) };
        response.Content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return response;
    }

    public ScriptedEndpoint Gives(HttpResponseMessage response)
    {
        Answer = _ => Task.FromResult(response);
        return this;
    }

    public RemoteChatClient Client(string endpoint = "https://host:8443/v1", string? key = Key, TimeSpan? firstByte = null) => new(
        new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan },
        new RemoteModel("tiny", new Uri(endpoint), "org/tiny", key, TimeSpan.FromSeconds(60)) { FirstByteTimeout = firstByte },
        Time);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(request);
        Bodies.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
        await using var cancelled = cancellationToken.Register(() => IsCancelled = true);
        return await Answer(cancellationToken);
    }
}
