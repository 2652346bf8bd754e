namespace Gateway.Llama;

/// <summary>A model file cannot be used: missing, corrupt or of an unsupported kind. The message names the file and says which and why.</summary>
public sealed class LlamaLoadException(string message, Exception? cause = null) : Exception(message, cause);
