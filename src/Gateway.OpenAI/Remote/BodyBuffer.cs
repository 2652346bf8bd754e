namespace Gateway.OpenAI;

/// <summary>Reads a body into one array, of the right size at once where the endpoint tells its length.</summary>
internal static class BodyBuffer
{
    private const int UnknownLength = 8 * 1024;

    /// <summary>Reads to the end.</summary>
    /// <param name="stream">The body.</param>
    /// <param name="length">What the endpoint says of its length.</param>
    /// <param name="most">The longest body to accept, in bytes.</param>
    /// <param name="cut">Give the beginning of a longer body rather than refusing it.</param>
    /// <param name="begun">Called when the first bytes are there.</param>
    /// <param name="cancellationToken">Stops reading.</param>
    /// <exception cref="InvalidDataException">The body is longer than <paramref name="most"/>.</exception>
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(
        Stream stream, long? length, int most, bool cut, Action begun, CancellationToken cancellationToken)
    {
        var buffer = new byte[(int)Math.Min(length is > 0 ? length.Value : UnknownLength, most)];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (filled == length || (filled == most && cut)) break;
                if (filled == most) throw new InvalidDataException($"the answer is longer than {most} bytes");
                Array.Resize(ref buffer, Math.Min(most, buffer.Length * 2));
            }

            var read = await stream.ReadAsync(buffer.AsMemory(filled), cancellationToken);
            if (read == 0) break;
            begun();
            filled += read;
        }

        return buffer.AsMemory(0, filled);
    }
}
