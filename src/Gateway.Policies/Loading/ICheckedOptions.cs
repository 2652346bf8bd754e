namespace Gateway.Policies;

/// <summary>Options with rules that no single key can tell. Asked only when every key for itself is legal.</summary>
internal interface ICheckedOptions
{
    /// <summary>What is wrong: the YAML key, relative to these options, and what would be legal.</summary>
    /// <param name="purpose">What the policy is read for.</param>
    IEnumerable<(string Key, string Message)> Check(ReadingPurpose purpose);
}
