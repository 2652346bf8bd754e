using Gateway.Evals.Grading.Arithmetic;

namespace Gateway.Evals.Grading.Mathematics;

/// <summary>One node of a closed form or of an algebraic expression.</summary>
/// <param name="Operation">What is done with the parts.</param>
/// <param name="Value">Of a number.</param>
/// <param name="Name">Of a symbol or a function.</param>
/// <param name="Parts">In the order of writing.</param>
/// <param name="HasDecimals">Whether a number in it was written with a decimal point, so that it may be rounded.</param>
internal sealed record Expression(Operation Operation, Rational Value, string Name, IReadOnlyList<Expression> Parts, bool HasDecimals)
{
    public static Expression Number(Rational value, bool hasDecimals = false) => new(Operation.Number, value, "", [], hasDecimals);

    public static Expression Symbol(string name) => new(Operation.Symbol, default, name, [], false);

    public static Expression Of(Operation operation, params IReadOnlyList<Expression> parts) =>
        new(operation, default, "", parts, parts.Any(part => part.HasDecimals));

    public static Expression Function(string name, Expression argument) => new(Operation.Function, default, name, [argument], argument.HasDecimals);

    public static Expression Negative(Expression value) =>
        value.Operation == Operation.Number ? value with { Value = -value.Value } : Of(Operation.Multiply, Number(Rational.Whole(-1)), value);

    /// <summary>The names of its variables; constants are none.</summary>
    public IEnumerable<string> Variables() =>
        Operation == Operation.Symbol ? Constants.IsConstant(Name) ? [] : [Name] : Parts.SelectMany(part => part.Variables());
}
