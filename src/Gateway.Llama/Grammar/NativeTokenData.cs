using System.Runtime.InteropServices;

namespace Gateway.Llama.Grammar;

/// <summary>llama.cpp's <c>llama_token_data</c>: 12 bytes in release 0.5.0.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NativeTokenData
{
    public int Token;
    public float Logit;
    public float Probability;
}
