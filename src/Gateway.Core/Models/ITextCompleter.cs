using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>Continues texts as they are, without a chat template, and can tell what it thinks of a text itself. Local models are completers.</summary>
public interface ITextCompleter
{
    /// <summary>Begins one continuation; it is made while it is read.</summary>
    /// <param name="text">What to continue.</param>
    /// <param name="options">How; <see cref="ChatOptions.MaxOutputTokens"/> may be 0 where only the text's own scores are wanted.</param>
    /// <param name="scoreText">Each of the text's own tokens gets its log probability.</param>
    /// <exception cref="ModelCallException">The text is empty or too long, an option is none that the model has, or the queue is full.</exception>
    ITextCompletion Start(ModelText text, ChatOptions options, bool scoreText);
}
