namespace Gateway.Tests.OpenAI;

/// <summary>Bytes that arrive in pieces: each read gives what lies before the next cut.</summary>
/// <param name="bytes">All that arrives.</param>
/// <param name="cuts">Where a read ends, as offsets.</param>
internal sealed class DribbleStream(byte[] bytes, int[]? cuts = null) : MemoryStream
{
    private readonly int[] _ends = [.. (cuts ?? []).Distinct().Order(), bytes.Length];
    private int _at;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var end = _ends.FirstOrDefault(cut => cut > _at, _at);
        var length = Math.Min(buffer.Length, end - _at);
        bytes.AsSpan(_at, length).CopyTo(buffer.Span);
        _at += length;
        return new ValueTask<int>(length);
    }
}
