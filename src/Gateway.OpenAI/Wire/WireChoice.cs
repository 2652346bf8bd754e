namespace Gateway.OpenAI;

/// <summary>One choice of a whole answer, as it came.</summary>
/// <param name="Index">Its index in the answer that it is part of now.</param>
/// <param name="Json">The choice's object.</param>
/// <param name="Message">Its message's object.</param>
/// <param name="FinishReason">Why the model stopped; null where the endpoint did not say.</param>
/// <param name="HasLogprobs">It holds log probabilities.</param>
public sealed record WireChoice(int Index, ReadOnlyMemory<byte> Json, ReadOnlyMemory<byte> Message, string? FinishReason, bool HasLogprobs)
{
    /// <summary>The index in <see cref="Json"/> is another one.</summary>
    internal bool Moved { get; private init; }

    internal WireChoice At(int index) => index == Index ? this : this with { Index = index, Moved = true };
}
