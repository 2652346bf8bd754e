using System.Numerics;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Symbols that stand for one number.</summary>
internal static class Constants
{
    public static bool IsConstant(string name) => name is "pi" or "e" or "i";

    public static Complex Value(string name) => name switch
    {
        "pi" => Math.PI,
        "e" => Math.E,
        _ => Complex.ImaginaryOne,
    };
}
