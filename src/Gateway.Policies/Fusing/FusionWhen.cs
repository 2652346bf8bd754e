namespace Gateway.Policies;

/// <summary>When drafts are fused.</summary>
public enum FusionWhen
{
    /// <summary>Whenever two drafts differ.</summary>
    Always,

    /// <summary>Only where two drafts vote for different answers: closed questions keep what all agree on.</summary>
    Disagree,
}
