namespace Gateway.Llama.Gguf;

/// <summary>What is wrong with a GGUF file, as the rest of a sentence that begins with its path.</summary>
internal sealed class GgufFormatException(string reason) : Exception(reason);
