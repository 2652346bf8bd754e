namespace Gateway.Llama.Sampling;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state, the same numbers on every machine and .NET release, which
/// <see cref="Random"/> does not promise, and well mixed even from the seeds 0, 1, 2...
/// </summary>
internal struct SeededRandom(long seed)
{
    private ulong _state = (ulong)seed;

    /// <summary>A number in [0, 1).</summary>
    public double NextDouble()
    {
        _state += 0x9E37_79B9_7F4A_7C15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58_476D_1CE4_E5B9;
        z = (z ^ (z >> 27)) * 0x94D0_49BB_1331_11EB;
        z ^= z >> 31;
        return (z >> 11) * (1.0 / (1UL << 53));
    }
}
