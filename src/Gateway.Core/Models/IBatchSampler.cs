using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>A model that draws several samples of one prompt in one request. Found through <see cref="IChatClient.GetService"/>.</summary>
public interface IBatchSampler
{
    /// <summary>Draws <paramref name="count"/> samples. The usage of the whole request is on the first response; the others carry none.</summary>
    /// <returns>One response for each sample that came back, in the endpoint's order; never empty.</returns>
    /// <exception cref="ModelCallException">The request failed.</exception>
    Task<IReadOnlyList<ChatResponse>> SampleAsync(Prompt prompt, int count, CancellationToken cancellationToken);
}
