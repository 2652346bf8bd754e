namespace Gateway.OpenAI;

/// <summary>A setting as the client gave it. It is forwarded verbatim as long as no policy has changed its value.</summary>
/// <param name="Value">What was read from it.</param>
/// <param name="Json">How it was written; empty where it was not given.</param>
internal readonly record struct Given<T>(T Value, ReadOnlyMemory<byte> Json)
{
    /// <summary>The client gave this very value, so its own spelling can be used.</summary>
    public bool Is(T current) => !Json.IsEmpty && EqualityComparer<T>.Default.Equals(current, Value);
}
