using System.Numerics;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>Whether two expressions are the same number, or the same function of their variables.</summary>
internal static class ExpressionEquality
{
    private const double Tolerance = 1e-9;
    private const double Nothing = 1e-15;
    private const int Points = 12;

    // Where fewer points have values, they prove nothing.
    private const int EnoughPoints = 3;

    /// <returns>Nothing where it cannot be told.</returns>
    public static bool? Compare(Expression left, Expression right)
    {
        var exactLeft = ExactEvaluation.Of(left);
        var exactRight = ExactEvaluation.Of(right);
        if (exactLeft is { } one && exactRight is { } other) return one == other;

        // A decimal beside something that is no fraction is a rounded value of it at best.
        if ((left.HasDecimals && exactLeft is { IsInteger: false }) || (right.HasDecimals && exactRight is { IsInteger: false })) return false;

        var variables = left.Variables().Concat(right.Variables()).Any();
        var met = 0;
        for (var point = 0; point < (variables ? Points : 1); point++)
        {
            var values = SamplePoints.At(point);
            if (NumericEvaluation.Of(left, values) is not { } a || NumericEvaluation.Of(right, values) is not { } b) continue;
            if (!AreClose(a, b)) return false;
            met++;
        }

        return met >= (variables ? EnoughPoints : 1) ? true : null;
    }

    /// <summary>Whether one equation's difference of its sides is a multiple of the other's.</summary>
    public static bool AreProportional(Expression left, Expression right)
    {
        var ratios = new List<Complex>();
        for (var point = 0; point < Points; point++)
        {
            var values = SamplePoints.At(point);
            if (NumericEvaluation.Of(left, values) is not { } a || NumericEvaluation.Of(right, values) is not { } b) continue;
            if (Complex.Abs(a) < Nothing || Complex.Abs(b) < Nothing) return false;
            ratios.Add(a / b);
        }

        return ratios.Count >= EnoughPoints && ratios.TrueForAll(ratio => AreClose(ratio, ratios[0]));
    }

    private static bool AreClose(Complex left, Complex right) =>
        Complex.Abs(left - right) <= double.Max(Nothing, Tolerance * double.Max(Complex.Abs(left), Complex.Abs(right)));
}
