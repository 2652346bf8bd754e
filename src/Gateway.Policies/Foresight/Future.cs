namespace Gateway.Policies;

/// <summary>A beam and what lies ahead of its last step.</summary>
/// <param name="Beam">The beam.</param>
/// <param name="Value">F: the mean log probability of the tokens ahead.</param>
/// <param name="Advantage">A = F less the F of the step before: how much better the future looks for this step.</param>
/// <param name="Text">What was seen ahead; where the answer has ended, its last step; null where nobody looked.</param>
internal sealed record Future(Beam Beam, double Value, double Advantage, string? Text);
