using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>One continuation of a text.</summary>
public interface ITextCompletion
{
    /// <summary>The text that is continued; of a text given in tokens what they stand for.</summary>
    string Text { get; }

    /// <summary>
    /// The text's own tokens with their log probabilities, each given those before it, where that was asked for; known once the first piece
    /// was read. A text's first token has none (NaN), unless the model puts a begin token before it.
    /// </summary>
    IReadOnlyList<TokenLogprob> TextLogprobs { get; }

    /// <summary>Known once all was read.</summary>
    ChatFinishReason FinishReason { get; }

    /// <summary>What it took so far.</summary>
    UsageDetails Usage { get; }

    /// <summary>Reads the continuation, once. Leaving it ends the work.</summary>
    /// <exception cref="ModelCallException">The model failed.</exception>
    IAsyncEnumerable<TextPiece> ReadAsync(CancellationToken cancellationToken);
}
