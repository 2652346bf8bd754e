namespace Gateway.Testing.Gguf;

/// <summary>
/// Near-normal numbers that are the same on every machine: SplitMix64 (Steele, Lea, Flood 2014), and the sum of its four quarters in place of
/// a normal draw. That takes integer sums and one multiplication, so that no library's logarithm or cosine decides a file's bytes, and a
/// hundred million of them take a second. The tails end at 3.5 standard deviations.
/// </summary>
internal sealed class RandomNumbers(long seed)
{
    // Of a sum of four uniform numbers in 0..65535.
    private const float Mean = 2 * 65535f;
    private const float StandardDeviation = 37837.2f;
    private ulong _state = (ulong)seed;

    public void Fill(Span<float> numbers, float standardDeviation)
    {
        var scale = standardDeviation / StandardDeviation;
        for (var i = 0; i < numbers.Length; i++)
        {
            _state += 0x9E37_79B9_7F4A_7C15;
            var z = _state;
            z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
            z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
            z ^= z >> 31;
            var sum = (int)(z & 0xFFFF) + (int)((z >> 16) & 0xFFFF) + (int)((z >> 32) & 0xFFFF) + (int)(z >> 48);
            numbers[i] = (sum - Mean) * scale;
        }
    }
}
