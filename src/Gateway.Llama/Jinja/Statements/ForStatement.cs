using Gateway.Llama.Jinja.Expressions;
using Gateway.Llama.Jinja.Operations;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary><c>for target in items if condition</c>, and its <c>else</c> for when there is nothing.</summary>
internal sealed class ForStatement(Target target, Expression items, Expression? condition, Body body, Body? otherwise, int line) : Statement(line)
{
    protected override Flow Run(Frame frame)
    {
        var all = Sequences.Items(items.Evaluate(frame), frame.Meter);
        if (condition is not null) all = all.FindAll(item => IsWanted(item, frame));
        var loop = new LoopValue(all);

        // As in Python, what the body appends to the list is gone through too.
        for (; loop.Index < all.Count; loop.Index++)
        {
            frame.Meter.Spend(1);
            var inner = frame.Inner();
            inner.Set("loop", loop);
            target.Assign(all[loop.Index], inner);
            if (body.Run(inner) == Flow.Break) return Flow.Next;
        }

        return loop.Index == 0 && otherwise is not null ? otherwise.Run(frame.Inner()) : Flow.Next;
    }

    private bool IsWanted(Value item, Frame frame)
    {
        var inner = frame.Inner();
        target.Assign(item, inner);
        return condition!.Evaluate(inner).IsTrue;
    }
}
