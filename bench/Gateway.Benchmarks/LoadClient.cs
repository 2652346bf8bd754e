using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Gateway.Benchmarks;

/// <summary>Sends one prepared request again and again over kept connections, and reads answers by their Content-Length: little enough work that the server is what is measured.</summary>
internal static class LoadClient
{
    public sealed record Figures(int Requests, double RequestsPerSecond, double MedianMicroseconds, double P99Microseconds, double HeaderOverheadMicroseconds);

    public static async Task<Figures> RunAsync(int port, string model, int connections, TimeSpan length, CancellationToken cancellationToken)
    {
        var body = $$"""{"model":"{{model}}","messages":[{"role":"system","content":"You are helpful."},{"role":"user","content":"What is the answer to life, the universe and everything?"}],"temperature":0.7,"max_tokens":64}""";
        var request = Encoding.ASCII.GetBytes($"POST /v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}");
        var clock = Stopwatch.StartNew();
        var loops = Enumerable.Range(0, connections).Select(_ => LoopAsync(port, request, clock, length, cancellationToken)).ToArray();
        var all = await Task.WhenAll(loops);
        var elapsed = clock.Elapsed;
        var ticks = all.SelectMany(static loop => loop.Ticks).Order().ToArray();
        var overheads = all.SelectMany(static loop => loop.Overheads).Order().ToArray();
        return new Figures(
            ticks.Length,
            ticks.Length / elapsed.TotalSeconds,
            Microseconds(ticks[ticks.Length / 2]),
            Microseconds(ticks[(int)(ticks.Length * 0.99)]),
            overheads.Length > 0 ? overheads[overheads.Length / 2] * 1000 : double.NaN);

        static double Microseconds(long ticks) => ticks * 1e6 / Stopwatch.Frequency;
    }

    private static async Task<(List<long> Ticks, List<double> Overheads)> LoopAsync(int port, byte[] request, Stopwatch clock, TimeSpan length, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellationToken);
        var buffer = new byte[64 * 1024];
        var ticks = new List<long>(1 << 16);
        var overheads = new List<double>(1 << 10);
        while (clock.Elapsed < length)
        {
            var began = Stopwatch.GetTimestamp();
            await socket.SendAsync(request, cancellationToken);
            var filled = 0;
            var total = int.MaxValue;
            while (filled < total)
            {
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellationToken);
                if (read == 0) throw new IOException("The server closed the connection.");
                filled += read;
                if (total == int.MaxValue) total = Total(buffer.AsSpan(0, filled));
            }

            ticks.Add(Stopwatch.GetTimestamp() - began);
            if (!buffer.AsSpan(0, 12).SequenceEqual("HTTP/1.1 200"u8)) throw new IOException(Encoding.UTF8.GetString(buffer, 0, filled));
            if (ticks.Count % 64 == 0 && Header(buffer.AsSpan(0, filled), "x-gateway-overhead-ms: "u8) is { } overhead) overheads.Add(overhead);
        }

        return (ticks, overheads);
    }

    /// <summary>Head and body together; chunked answers end with their last chunk.</summary>
    private static int Total(ReadOnlySpan<byte> received)
    {
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0) return int.MaxValue;
        if (Header(received, "Content-Length: "u8) is { } length) return head + 4 + (int)length;
        return received.EndsWith("0\r\n\r\n"u8) ? received.Length : int.MaxValue;
    }

    private static double? Header(ReadOnlySpan<byte> received, ReadOnlySpan<byte> name)
    {
        var start = received.IndexOf(name);
        if (start < 0) return null;
        var value = received[(start + name.Length)..];
        return double.Parse(value[..value.IndexOf((byte)'\r')], System.Globalization.CultureInfo.InvariantCulture);
    }
}
