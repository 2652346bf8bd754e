namespace Gateway.Llama.Grammar;

/// <summary>A JSON schema says something that a grammar cannot promise.</summary>
/// <param name="pointer">The schema's place, as a JSON pointer fragment: <c>#/properties/age</c>.</param>
/// <param name="keyword">The keyword that cannot be kept; empty where it is the schema itself.</param>
/// <param name="problem">What is wrong and what would be legal.</param>
internal sealed class UnsupportedSchemaException(string pointer, string keyword, string problem)
    : Exception(keyword.Length == 0 ? $"{pointer}: {problem}" : $"{pointer}: '{keyword}' {problem}")
{
    public string Pointer { get; } = pointer;

    public string Keyword { get; } = keyword;
}
