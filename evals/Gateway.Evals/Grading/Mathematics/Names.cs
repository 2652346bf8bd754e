using System.Collections.Frozen;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>What names mean, with a backslash in front or without.</summary>
internal static class Names
{
    private static readonly FrozenSet<string> Functions = FrozenSet.Create(
        "sin", "cos", "tan", "sec", "csc", "cot", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "exp", "log", "ln", "lg");

    private static readonly FrozenSet<string> Variables = FrozenSet.Create(
        "alpha", "beta", "gamma", "delta", "epsilon", "varepsilon", "zeta", "eta", "theta", "lambda", "mu", "nu", "xi", "rho", "sigma", "tau", "phi",
        "varphi", "chi", "psi", "omega", "Gamma", "Delta", "Theta", "Lambda", "Sigma", "Phi", "Psi", "Omega", "ell", "infty", "emptyset");

    public static bool IsFunction(string name) => Functions.Contains(name);

    public static bool IsSymbol(string name) => name == "pi" || Variables.Contains(name);

    /// <summary>Short words of English that answers consist of; as products of letters, "no" and "on" were the same.</summary>
    public static bool IsEnglish(string word) => word is "no" or "yes" or "odd" or "all" or "any" or "one" or "two" or "six" or "ten";

    /// <summary>A word without a backslash that is no product of letters: the command that it stands for.</summary>
    public static string? OfWord(string word) => word switch
    {
        "sqrt" or "abs" => word,
        "infinity" or "inf" => "infty",
        _ => IsFunction(word) || word is "pi" or "theta" or "alpha" or "beta" ? word : null,
    };
}
