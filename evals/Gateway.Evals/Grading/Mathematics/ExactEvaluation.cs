using System.Numerics;
using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>The fraction that an expression is, as far as fractions, whole powers and roots that come out even can say.</summary>
internal static class ExactEvaluation
{
    private const int MaxFactorial = 1000;
    private const int MaxDegree = 1000;

    public static Rational? Of(Expression expression)
    {
        if (expression.Operation == Operation.Number) return expression.Value;
        if (expression.Operation is Operation.Symbol or Operation.Function or Operation.Logarithm) return null;
        var parts = new Rational[expression.Parts.Count];
        for (var i = 0; i < parts.Length; i++)
        {
            if (Of(expression.Parts[i]) is not { } part) return null;
            parts[i] = part;
        }

        return Apply(expression.Operation, parts) is { IsTooLong: false } value ? value : null;
    }

    private static Rational? Apply(Operation operation, Rational[] parts) => operation switch
    {
        Operation.Add => parts[0] + parts[1],
        Operation.Multiply => parts[0] * parts[1],
        Operation.Divide => parts[0].Over(parts[1]),
        Operation.Power => Power(parts[0], parts[1]),
        Operation.Root => Degree(parts[0]) is { } degree ? parts[1].Root(degree) : null,
        Operation.Binomial => Binomial(parts[0], parts[1]),
        Operation.Factorial => Factorial(parts[0]),
        Operation.Absolute => parts[0].Numerator.Sign < 0 ? -parts[0] : parts[0],
        Operation.Floor => Floor(parts[0]),
        Operation.Ceiling => -Floor(-parts[0]),
        _ => null,
    };

    // A power of a negative number with a fraction above is complex, so no root is taken of one.
    private static Rational? Power(Rational value, Rational exponent)
    {
        if (exponent.IsInteger) return value.Power(exponent.Numerator);
        return value.Numerator.Sign >= 0 && Degree(Rational.Whole(exponent.Denominator)) is { } degree ? value.Root(degree)?.Power(exponent.Numerator) : null;
    }

    private static int? Degree(Rational value) => value.IsInteger && value.Numerator > 1 && value.Numerator <= MaxDegree ? (int)value.Numerator : null;

    private static Rational? Factorial(Rational value)
    {
        if (!value.IsInteger || value.Numerator.Sign < 0 || value.Numerator > MaxFactorial) return null;
        var product = BigInteger.One;
        for (var i = 2; i <= value.Numerator; i++) product *= i;
        return Rational.Whole(product);
    }

    private static Rational? Binomial(Rational from, Rational chosen)
    {
        if (!from.IsInteger || !chosen.IsInteger || from.Numerator > MaxFactorial || chosen.Numerator.Sign < 0) return null;
        if (chosen.Numerator > from.Numerator) return from.Numerator.Sign >= 0 ? Rational.Whole(0) : null;
        var value = BigInteger.One;
        for (var i = 1; i <= chosen.Numerator; i++) value = value * (from.Numerator - i + 1) / i;
        return Rational.Whole(value);
    }

    private static Rational Floor(Rational value)
    {
        var quotient = BigInteger.DivRem(value.Numerator, value.Denominator, out var remainder);
        return Rational.Whole(remainder.Sign < 0 ? quotient - 1 : quotient);
    }
}
