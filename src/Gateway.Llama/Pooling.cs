namespace Gateway.Llama;

/// <summary>How one vector is made of those of a text's tokens; the numbers are llama.cpp's.</summary>
public enum Pooling
{
    /// <summary>Their mean.</summary>
    Mean = 1,

    /// <summary>The last token's.</summary>
    Last = 3,
}
