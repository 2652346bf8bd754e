namespace Gateway.Evals.Grading.Mathematics;

internal enum Operation
{
    Number,
    Symbol,
    Add,
    Multiply,
    Divide,
    Power,

    /// <summary>Degree first, then what is under the root.</summary>
    Root,

    /// <summary>Base first, then the argument.</summary>
    Logarithm,
    Binomial,
    Factorial,
    Absolute,
    Floor,
    Ceiling,

    /// <summary>A function of one argument, by its name in LaTeX.</summary>
    Function,
}
