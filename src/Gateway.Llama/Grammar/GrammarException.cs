namespace Gateway.Llama.Grammar;

/// <summary>A GBNF grammar cannot be used: it is none, or libllama would not survive it. The message says where, why, and what is legal.</summary>
/// <param name="rule">The rule that is wrong; empty where it is the whole text.</param>
/// <param name="problem">What is wrong and what would be legal.</param>
internal sealed class GrammarException(string rule, string problem) : Exception(rule.Length == 0 ? problem : $"rule '{rule}': {problem}")
{
    public string Rule { get; } = rule;

    public string Problem { get; } = problem;
}
