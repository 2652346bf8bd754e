namespace Gateway.Policies;

/// <summary>A profile that a policy names.</summary>
/// <param name="File">The file's name, beside the policy's.</param>
/// <param name="Profile">What it holds; null while there is none, which is legal for a policy that is about to be fitted.</param>
public sealed record ProfileReference(string File, FittedProfile? Profile);
