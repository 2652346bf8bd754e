using Microsoft.Extensions.AI;

namespace Gateway;

/// <content>Calls that go on from a half-written answer.</content>
internal sealed partial class CallRunner
{
    /// <summary>Opens an answer that grows step by step. It costs nothing until its first step.</summary>
    /// <exception cref="NoCandidateException">The model cannot do that, or cannot read the prompt.</exception>
    public async Task<RunSequence> OpenStepsAsync(string model, Prompt prompt, string beginning, CancellationToken cancellationToken)
    {
        var call = new ModelCall(model, prompt) { Role = "open" };
        if (!run.Services.Catalog.TryGet(model, out var entry) || entry.Client.GetService(typeof(IStepDecoder)) is not IStepDecoder decoder)
            throw new NoCandidateException([Refuse(call, new ModelFault(FaultKind.Refused, $"'{model}' is no model that can go on from a half-written answer"))]);

        var options = prompt.Options.Clone();
        new CallProgress { Share = run.Outermost.Id }.AttachTo(options);
        try
        {
            var opened = await decoder.OpenAsync(prompt with { Options = options }, beginning, cancellationToken);
            return new RunSequence(this, run, entry.Card.Name, prompt, beginning, opened);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException && !cancellationToken.IsCancellationRequested)
        {
            throw new NoCandidateException([Refuse(call, CallFaults.From(exception))]);
        }
    }

    /// <summary>Makes one step as a call: reserved, seeded, waited for, settled and recorded like every other.</summary>
    public async Task<Candidate> StepAsync(ModelCall call, int planned, IStepSequence sequence, CancellationToken cancellationToken)
    {
        if (!Begin(call, planned, out var attempt, out var refused, takesLess: true)) return refused;
        using var linked = Link(cancellationToken);
        run.Waiting.Enter();
        try
        {
            var options = attempt.Options;
            var limits = new StepLimits(options.MaxOutputTokens, options.Temperature ?? Sampling.DefaultTemperature, [.. options.StopSequences ?? []], options.Seed)
            {
                TopP = options.TopP ?? 1,
                Progress = attempt.Progress,
            };
            return Finish(attempt, ToResponse(await sequence.AdvanceAsync(limits, linked?.Token ?? cancellationToken)));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // What a step has to pay for the prompt, its decoder counts: nothing of it is to be guessed.
            return Fail(attempt, exception, cancellationToken, promptIsPaid: true);
        }
        finally
        {
            run.Waiting.Leave();
        }
    }

    private static ChatResponse ToResponse(DecodedStep step)
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, step.Text)) { FinishReason = step.Finish, Usage = step.Usage };
        response.SetLogprobs(step.Tokens);
        return response;
    }
}
