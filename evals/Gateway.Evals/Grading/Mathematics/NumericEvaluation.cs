using System.Numerics;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>The complex number that an expression is where its variables have values.</summary>
internal static class NumericEvaluation
{
    /// <returns>Nothing where it is undefined, or too large or too small for a double anywhere on the way.</returns>
    public static Complex? Of(Expression expression, Func<string, Complex> variable)
    {
        if (expression.Operation == Operation.Symbol) return Constants.IsConstant(expression.Name) ? Constants.Value(expression.Name) : variable(expression.Name);
        var parts = new Complex[expression.Parts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Of(expression.Parts[i], variable) is not { } part) return null;
            parts[i] = part;
        }

        // What is exact without its variables stays exact as long as it can: a factorial has no other value here.
        var value = expression.Operation == Operation.Number || expression.Operation is Operation.Factorial or Operation.Binomial
            ? ExactEvaluation.Of(expression) is { } exact ? (double)exact.Numerator / (double)exact.Denominator : Complex.NaN
            : Apply(expression, parts);
        return Complex.IsFinite(value) ? value : null;
    }

    private static Complex Apply(Expression expression, Complex[] parts) => expression.Operation switch
    {
        Operation.Add => parts[0] + parts[1],
        Operation.Multiply => parts[0] * parts[1],
        Operation.Divide => parts[0] / parts[1],
        Operation.Power => Power(parts[0], parts[1]),
        Operation.Root => Root(parts[0], parts[1]),
        Operation.Logarithm => Complex.Log(parts[1]) / Complex.Log(parts[0]),
        Operation.Absolute => Complex.Abs(parts[0]),
        Operation.Floor => parts[0].Imaginary == 0 ? Math.Floor(parts[0].Real) : Complex.NaN,
        Operation.Ceiling => parts[0].Imaginary == 0 ? Math.Ceiling(parts[0].Real) : Complex.NaN,
        Operation.Function => Function(expression.Name, parts[0]),
        _ => Complex.NaN,
    };

    // A power that vanishes in a double is not zero.
    private static Complex Power(Complex value, Complex exponent)
    {
        if (exponent == Complex.Zero) return Complex.One;
        if (value == Complex.Zero) return exponent.Real > 0 ? Complex.Zero : Complex.NaN;
        var power = value.Imaginary == 0 && exponent.Imaginary == 0 && (value.Real > 0 || double.IsInteger(exponent.Real))
            ? Math.Pow(value.Real, exponent.Real)
            : Complex.Pow(value, exponent);
        return power == Complex.Zero ? Complex.NaN : power;
    }

    // The odd root of a negative number is the real one.
    private static Complex Root(Complex degree, Complex value)
    {
        if (degree == 2) return Complex.Sqrt(value);
        if (value.Imaginary == 0 && value.Real < 0 && degree.Imaginary == 0 && double.IsOddInteger(degree.Real)) return -Power(-value, 1 / degree);
        return Power(value, 1 / degree);
    }

    private static Complex Function(string name, Complex value) => name switch
    {
        "sin" => Complex.Sin(value),
        "cos" => Complex.Cos(value),
        "tan" => Complex.Tan(value),
        "sec" => 1 / Complex.Cos(value),
        "csc" => 1 / Complex.Sin(value),
        "cot" => 1 / Complex.Tan(value),
        "sinh" => Complex.Sinh(value),
        "cosh" => Complex.Cosh(value),
        "tanh" => Complex.Tanh(value),
        "arcsin" => Complex.Asin(value),
        "arccos" => Complex.Acos(value),
        "arctan" => Complex.Atan(value),
        "exp" => Power(Math.E, value),
        _ => Complex.NaN,
    };
}
