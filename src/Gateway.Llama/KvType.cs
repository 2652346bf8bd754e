namespace Gateway.Llama;

/// <summary>Types of cached keys and values; the numbers are ggml's.</summary>
public enum KvType
{
    F32 = 0,
    F16 = 1,

    /// <summary>ggml's q4_0: blocks of 32, 4.5 bits a value.</summary>
    Q4 = 2,

    /// <summary>ggml's q8_0: blocks of 32, 8.5 bits a value.</summary>
    Q8 = 8,
    BF16 = 30,
}
