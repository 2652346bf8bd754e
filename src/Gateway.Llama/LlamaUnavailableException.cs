namespace Gateway.Llama;

/// <summary>The native library of local models is missing, or is not the release that this program was built for. The message says what to do.</summary>
public sealed class LlamaUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
