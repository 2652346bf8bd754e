using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Steps of a model behind an endpoint that goes on from a given beginning and tells log probabilities.</summary>
/// <param name="pipeline">The model's pipeline; steps pass through it like every call.</param>
/// <param name="model">What the gateway calls the model, for error messages.</param>
/// <param name="how">How the endpoint is asked; not <see cref="PrefixContinuation.None"/>.</param>
public sealed class PrefixStepDecoder(IChatClient pipeline, string model, PrefixContinuation how) : DelegatingChatClient(pipeline), IStepDecoder
{
    public Task<IStepSequence> OpenAsync(Prompt prompt, string beginning, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult<IStepSequence>(new PrefixStepSequence(InnerClient, model, how, prompt, beginning));
    }
}
