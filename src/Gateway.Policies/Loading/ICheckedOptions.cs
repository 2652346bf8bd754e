namespace Gateway.Policies;

/// <summary>Options with rules that no single key can tell. Asked only when every key for itself is legal.</summary>
internal interface ICheckedOptions
{
    /// <summary>What is wrong: the YAML key, relative to these options, and what would be legal.</summary>
    /// <param name="inEvaluation">There will be a suite's grader.</param>
    IEnumerable<(string Key, string Message)> Check(bool inEvaluation);
}
