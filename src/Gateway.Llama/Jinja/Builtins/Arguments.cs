using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>The arguments of a builtin, each at its parameter's place.</summary>
/// <param name="function">Its name, for messages.</param>
/// <param name="values">The parameters' values; null where one is left out.</param>
/// <param name="others">What has no parameter.</param>
/// <param name="meter">What the rendering may still use.</param>
internal readonly struct Arguments(string function, Value?[] values, Call others, Meter meter)
{
    public Meter Meter => meter;

    /// <summary>Arguments beyond the parameters.</summary>
    public Call Others => others;

    /// <summary>The value that is filtered or tested, or whose method it is.</summary>
    public Value Value => values[0]!;

    /// <summary>What the value prints as: most filters for texts take anything.</summary>
    public string Printed => Printer.Text(Value, meter);

    /// <summary>The argument; null where it is left out.</summary>
    public Value? At(int index) => values[index];

    /// <exception cref="JinjaException">The argument is no string.</exception>
    public string Text(int index, string otherwise = "") => values[index] switch
    {
        null => otherwise,
        TextValue text => text.Text,
        var value => throw Wrong(value, "a string"),
    };

    /// <summary>The string; null where it is none or left out.</summary>
    /// <exception cref="JinjaException">The argument is something else.</exception>
    public string? TextOrNone(int index) => values[index] is null or NoneValue ? null : Text(index);

    /// <exception cref="JinjaException">The argument is no whole number.</exception>
    public long Whole(int index, long otherwise) => values[index] is not { } value ? otherwise : Numbers.WholeOf(value) ?? throw Wrong(value, "a whole number");

    /// <summary>The number; null where it is none or left out.</summary>
    /// <exception cref="JinjaException">The argument is something else.</exception>
    public long? WholeOrNone(int index) => values[index] is null or NoneValue ? null : Whole(index, 0);

    /// <exception cref="JinjaException">The argument is no number.</exception>
    public double Real(int index) => Numbers.RealOf(values[index]!) ?? throw Wrong(values[index]!, "a number");

    public bool Flag(int index) => values[index]?.IsTrue == true;

    /// <summary>What a loop over the value goes through.</summary>
    /// <exception cref="JinjaException">It cannot be gone through.</exception>
    public List<Value> Items() => Sequences.Items(Value, meter);

    /// <summary>The builtin cannot do what is asked.</summary>
    public JinjaException Failure(string reason) => new($"'{function}' {reason}");

    private JinjaException Wrong(Value value, string wanted) => value is UndefinedValue undefined
        ? new JinjaException($"{undefined.Reason}; '{function}' needs {wanted}")
        : new JinjaException($"'{function}' needs {wanted}, not a value of the type '{value.TypeName}'");
}
