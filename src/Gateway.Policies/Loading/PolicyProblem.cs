namespace Gateway.Policies;

/// <summary>Something in a policy file that is not accepted.</summary>
/// <param name="File">The file, as the reader knows it: <c>policies/vote.yaml</c>.</param>
/// <param name="Line">From 1; 0 where the problem is the file itself.</param>
/// <param name="Column">From 1; 0 where the problem is the file itself.</param>
/// <param name="Key">The path of the key, such as <c>sampling.top_p</c>; empty where there is none.</param>
/// <param name="Message">What is wrong, with the value, and what would be legal.</param>
public sealed record PolicyProblem(string File, int Line, int Column, string Key, string Message)
{
    /// <summary>As compilers write it, so that editors and terminals can jump there.</summary>
    public override string ToString()
    {
        var place = Line > 0 ? $"{File}:{Line}:{Column}" : File;
        return Key.Length > 0 ? $"{place}: {Key}: {Message}" : $"{place}: {Message}";
    }
}
