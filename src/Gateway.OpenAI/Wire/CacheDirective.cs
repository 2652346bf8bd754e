namespace Gateway.OpenAI;

/// <summary>What a request wants of the candidate bank (<c>gateway.cache</c>).</summary>
public enum CacheDirective
{
    /// <summary>Read and write.</summary>
    On,

    /// <summary>Neither.</summary>
    Off,

    /// <summary>Take what is there, add nothing.</summary>
    Read,

    /// <summary>Ask anew and keep the answers.</summary>
    Write,
}
