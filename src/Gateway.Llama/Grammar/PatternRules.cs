namespace Gateway.Llama.Grammar;

/// <summary>Strings by a regular expression.</summary>
internal static class PatternRules
{
    /// <exception cref="UnsupportedSchemaException">Always: expressions are not translated yet.</exception>
    public static string Write(string pattern, string pointer, string rule, RuleSet rules) =>
        throw new UnsupportedSchemaException(pointer, "pattern", "is not supported");
}
