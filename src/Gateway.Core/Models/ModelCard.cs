namespace Gateway;

/// <summary>What the engine has to know about a name that can be called.</summary>
/// <param name="Name">The name that clients and policies use.</param>
/// <param name="Backend">Who answers: a local model, a remote endpoint, or a policy.</param>
/// <param name="ContextTokens">The largest prompt and answer together, in tokens; 0 where it is not known (policies).</param>
/// <param name="Price">What its tokens cost.</param>
public sealed record ModelCard(string Name, ModelBackend Backend, int ContextTokens, Price Price)
{
    /// <summary>Ask the endpoint for several samples in one request (<c>n</c>): the prompt is paid once, but no sample can be cancelled alone.</summary>
    public bool BatchSamples { get; init; }

    /// <summary>It can go on from a half-written answer and says how likely each token was (<see cref="IStepDecoder"/>).</summary>
    public bool DecodesSteps { get; init; } = Backend == ModelBackend.Local;

    /// <summary>When the name became known, for <c>created</c> in the model list.</summary>
    public DateTimeOffset Created { get; init; }
}
