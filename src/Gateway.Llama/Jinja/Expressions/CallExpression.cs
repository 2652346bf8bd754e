using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Statements;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Expressions;

/// <summary><c>callee(arguments)</c>.</summary>
internal sealed class CallExpression(Expression callee, ArgumentList arguments, int line) : Expression(line)
{
    /// <summary>Calls with one more argument, the body of a <c>call</c> block, under the name <c>caller</c>.</summary>
    public Value EvaluateWith(Value caller, Frame frame)
    {
        var function = Callee(frame);
        var call = arguments.Evaluate(null, frame);
        return function.Invoke(call with { Named = [.. call.Named, (MacroValue.Caller, caller)] }, frame.Meter);
    }

    protected override Value Compute(Frame frame) => Callee(frame).Invoke(arguments.Evaluate(null, frame), frame.Meter);

    private CallableValue Callee(Frame frame) => callee.Evaluate(frame) switch
    {
        CallableValue function => function,
        UndefinedValue undefined => throw new JinjaException($"{undefined.Reason}, so it cannot be called"),
        var value => throw new JinjaException($"a value of the type '{value.TypeName}' cannot be called"),
    };
}
