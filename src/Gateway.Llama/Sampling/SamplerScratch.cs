namespace Gateway.Llama.Sampling;

/// <summary>Room for the sampler's work, allocated once for each thread that samples.</summary>
/// <param name="vocabulary">Tokens in the vocabulary.</param>
internal sealed class SamplerScratch(int vocabulary)
{
    public float[] Logits { get; } = new float[vocabulary];

    /// <summary>The logits of what a constraint has not refused yet.</summary>
    public float[] Allowed { get; } = new float[vocabulary];

    public float[] Weights { get; } = new float[vocabulary];

    public float[] Order { get; } = new float[vocabulary];

    public int[] Tokens { get; } = new int[vocabulary];
}
