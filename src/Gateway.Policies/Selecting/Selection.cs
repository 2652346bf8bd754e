using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>How a winner is chosen among samples, as YAML says it under <c>select</c>.</summary>
public abstract record Selection
{
    /// <summary>How the samples are drawn, for the explainer.</summary>
    internal virtual string HowSampled => "all at once, and all of them are waited for";

    /// <summary>What the choice needs of every sampled model; null where any will do.</summary>
    internal virtual ModelNeed? Needs => null;

    /// <summary>The choice asks the suite's grader.</summary>
    internal virtual bool AsksSuiteGrader => false;

    internal abstract ISelector CreateSelector(SampledOptions options);

    /// <summary>Asks the candidates' calls for what the choice needs beside the text.</summary>
    internal virtual void Ask(ChatOptions options)
    {
    }

    /// <summary>The calls that the choice itself makes.</summary>
    /// <param name="firstModel">The policy's first model.</param>
    /// <param name="samples">How many samples there are to choose from.</param>
    internal virtual IReadOnlyList<PlannedStage> Plan(string firstModel, int samples) => [];
}
