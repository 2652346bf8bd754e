namespace Gateway;

/// <summary>A model that can be asked for the next piece of an answer, and for several next pieces of the same beginning.</summary>
public interface IStepDecoder
{
    /// <summary>Opens an answer to a prompt. Nothing is generated yet; the sampling options of the prompt are not used, those of each step are.</summary>
    /// <param name="prompt">What is asked.</param>
    /// <param name="beginning">The words with which the answer begins; empty: none are given. They are in no step.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ModelCallException">The prompt cannot be read, or does not fit the model's context.</exception>
    Task<IStepSequence> OpenAsync(Prompt prompt, string beginning, CancellationToken cancellationToken);
}
