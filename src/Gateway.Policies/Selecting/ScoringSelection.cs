namespace Gateway.Policies;

/// <summary>A choice by numbers: it can also rank what something else has chosen.</summary>
public abstract record ScoringSelection : Selection
{
    internal abstract ICandidateScorer CreateScorer(SampledOptions options);

    internal override ISelector CreateSelector(SampledOptions options) => new ScoredSelector(CreateScorer(options));
}
