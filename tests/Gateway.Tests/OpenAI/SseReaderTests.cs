using System.Text;
using CsCheck;
using Gateway.OpenAI;

namespace Gateway.Tests.OpenAI;

public sealed class SseReaderTests
{
    private const string Messy = "\uFEFF: hello\r\n\r\ndata:{\"a\":1}\n\nevent: x\rdata: {\"b\":\r\ndata: 2}\r\rid: 7\n\n\n\ndata: \"é😀\"\r\n\r\nretry\n{\"error\":1}\n\ndata\n\ndata: last";

    private static readonly string[] MessyEvents = ["{\"a\":1}", "{\"b\":\n2}", "\"é😀\"", "{\"error\":1}", "last"];

    [Theory]
    [InlineData("data: a\n\ndata: b\n\n", new[] { "a", "b" })]
    [InlineData("data: a\r\n\r\ndata: b\r\n\r\n", new[] { "a", "b" })]
    [InlineData("data: a\r\rdata: b\r\r", new[] { "a", "b" })]
    [InlineData("data:a\n\ndata:  b\n\n", new[] { "a", " b" })]
    [InlineData("data: a\ndata: b\n\n", new[] { "a\nb" })]
    [InlineData(": ping\n\ndata: a\n\n: ping\n\n", new[] { "a" })]
    [InlineData("event: message\nid: 1\nretry: 5\ndata: a\n\n", new[] { "a" })]
    [InlineData("\n\n\ndata: a\n\n\n\n", new[] { "a" })]
    [InlineData("data: a", new[] { "a" })]
    [InlineData("data: a\n", new[] { "a" })]
    [InlineData("data: {\"x\":\"a: b\"}\n\n", new[] { "{\"x\":\"a: b\"}" })]
    [InlineData("database: a\n\n", new string[0])]
    [InlineData("", new string[0])]
    public async Task Read_Stream_GivesItsEvents(string text, string[] events) => Assert.Equal(events, await ReadAsync(new DribbleStream(Encoding.UTF8.GetBytes(text))));

    [Fact]
    public Task Read_AnyCuts_GiveTheSameEvents()
    {
        var bytes = Encoding.UTF8.GetBytes(Messy);
        return Gen.Int[1, bytes.Length - 1].Array[0, 12].SampleAsync(
            async cuts => Assert.Equal(MessyEvents, await ReadAsync(new DribbleStream(bytes, cuts))), iter: 2000);
    }

    [Fact]
    public async Task Read_ByteByByte_GivesTheSameEvents()
    {
        var bytes = Encoding.UTF8.GetBytes(Messy);

        Assert.Equal(MessyEvents, await ReadAsync(new DribbleStream(bytes, [.. Enumerable.Range(1, bytes.Length - 1)])));
    }

    [Fact]
    public async Task Read_LineLongerThanTheBuffer_IsWhole()
    {
        var text = new string('x', 100_000);

        Assert.Equal([text, "b"], await ReadAsync(new DribbleStream(Encoding.UTF8.GetBytes($"data: {text}\n\ndata: b\n\n"), [7, 50_000])));
    }

    [Fact]
    public async Task TryRead_EventEndedByReturn_IsGivenBeforeTheLineFeed()
    {
        var bytes = "data: a\r\n\r\n"u8.ToArray();
        using var reader = new SseReader(new DribbleStream(bytes, [bytes.Length - 1]));

        await reader.FillAsync(CancellationToken.None);

        Assert.True(reader.TryRead(out var data));
        Assert.Equal("a", Encoding.UTF8.GetString(data.Span));
    }

    [Fact]
    public async Task TryRead_SeveralEventsInOneRead_NeedNoFurtherRead()
    {
        using var reader = new SseReader(new DribbleStream("data: a\n\ndata: b\n\ndata: c\n\nda"u8.ToArray()));

        await reader.FillAsync(CancellationToken.None);

        Assert.True(reader.TryRead(out _));
        Assert.True(reader.TryRead(out _));
        Assert.True(reader.TryRead(out _));
        Assert.False(reader.TryRead(out _));
    }

    [Fact]
    public async Task FillAsync_LineWithoutEnd_IsInvalid()
    {
        using var reader = new SseReader(new EndlessStream());

        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (await reader.FillAsync(CancellationToken.None)) reader.TryRead(out _);
        });
    }

    private static async Task<List<string>> ReadAsync(Stream stream)
    {
        using var reader = new SseReader(stream);
        var events = new List<string>();
        do
        {
            while (reader.TryRead(out var data)) events.Add(Encoding.UTF8.GetString(data.Span));
        }
        while (await reader.FillAsync(CancellationToken.None));

        return events;
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'x');
            return new ValueTask<int>(buffer.Length);
        }
    }
}
