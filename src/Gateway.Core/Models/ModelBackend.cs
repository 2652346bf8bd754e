namespace Gateway;

/// <summary>Who answers behind a name.</summary>
public enum ModelBackend
{
    /// <summary>A GGUF model in this process.</summary>
    Local,

    /// <summary>An OpenAI-compatible endpoint.</summary>
    Remote,

    /// <summary>A policy: an algorithm over other names.</summary>
    Policy,
}
