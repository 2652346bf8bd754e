using System.Buffers;

namespace Gateway.OpenAI;

/// <summary>
/// Reads server-sent events (WHATWG HTML, 9.2.6) as they arrive: all events of one read are given before the next read is awaited. Beyond the
/// standard it gives an event that the stream's end cut off from its blank line, and takes a line of bare JSON as data: endpoints send both.
/// </summary>
internal sealed class SseReader(Stream stream) : IDisposable
{
    private const int FirstBuffer = 16 * 1024;

    // Room for an image in one event; more is no answer but a runaway.
    private const int LongestLine = 32 * 1024 * 1024;

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(FirstBuffer);
    private byte[]? _data;
    private int _start;
    private int _searched;
    private int _end;
    private bool _isFirstLine = true;
    private bool _skipLineFeed;
    private bool _ended;

    /// <summary>The data of the next event that has arrived whole, in memory of its own.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> data)
    {
        while (TryTakeLine(out var line))
        {
            if (!line.IsEmpty) TakeField(line);
            else if (TryTakeData(out data)) return true;
        }

        if (_ended) return TryTakeData(out data);
        data = default;
        return false;
    }

    /// <summary>Waits for more. After it events may be there.</summary>
    /// <returns>False where the stream has ended and everything was given.</returns>
    /// <exception cref="InvalidDataException">A line is longer than any answer.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_ended) return false;
        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        _ended = read == 0;
        return true;
    }

    public void Dispose()
    {
        if (_buffer.Length == 0) return;
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        _start = _searched = _end = 0;
    }

    /// <summary>A line ends with LF, CR or CR LF. A CR at the end of a read ends its line at once: waiting for its LF would hold the event back.</summary>
    private bool TryTakeLine(out ReadOnlySpan<byte> line)
    {
        if (_skipLineFeed && _start < _end)
        {
            if (_buffer[_start] == (byte)'\n') _start++;
            _skipLineFeed = false;
        }

        _searched = Math.Max(_searched, _start);
        var at = _buffer.AsSpan(_searched.._end).IndexOfAny((byte)'\n', (byte)'\r');
        if (at >= 0)
        {
            var end = _searched + at;
            line = _buffer.AsSpan(_start..end);
            _skipLineFeed = _buffer[end] == (byte)'\r';
            _start = _searched = end + 1;
        }
        else
        {
            _searched = _end;
            if (!_ended || _start == _end)
            {
                line = default;
                return false;
            }

            line = _buffer.AsSpan(_start.._end);
            _start = _end;
        }

        if (_isFirstLine && line.StartsWith("\uFEFF"u8)) line = line["\uFEFF"u8.Length..];
        _isFirstLine = false;
        return true;
    }

    private void TakeField(ReadOnlySpan<byte> line)
    {
        if (line[0] == (byte)'{')
        {
            Append(line);
            return;
        }

        // Comments begin with a colon, so that their field has no name; event, id and retry say nothing that a completion needs.
        var colon = line.IndexOf((byte)':');
        var name = colon < 0 ? line : line[..colon];
        if (!name.SequenceEqual("data"u8)) return;
        var value = colon < 0 ? [] : line[(colon + 1)..];
        Append(value.StartsWith(" "u8) ? value[1..] : value);
    }

    private void Append(ReadOnlySpan<byte> value) => _data = _data is null ? value.ToArray() : [.. _data, (byte)'\n', .. value];

    private bool TryTakeData(out ReadOnlyMemory<byte> data)
    {
        data = _data;
        var isThere = _data is { Length: > 0 };
        _data = null;
        return isThere;
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _searched -= _start;
            _start = 0;
        }

        if (_end < _buffer.Length) return;
        if (_end >= LongestLine) throw new InvalidDataException($"a line of the stream is longer than {LongestLine} bytes");
        var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        _buffer.AsSpan(.._end).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = larger;
    }
}
