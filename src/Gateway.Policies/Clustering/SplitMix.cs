namespace Gateway.Policies;

/// <summary>The SplitMix64 sequence (Steele et al. 2014): any of its numbers from the seed and its place, the same on every machine.</summary>
internal static class SplitMix
{
    public static ulong At(ulong seed, ulong place) => Mix(seed + (place + 1) * 0x9E3779B97F4A7C15UL);

    /// <summary>Spreads each bit over all others.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
