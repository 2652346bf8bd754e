using Gateway.Llama.Jinja.Running;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>Statements one behind the other.</summary>
internal sealed class Body(IReadOnlyList<Statement> statements)
{
    /// <exception cref="JinjaException">One fails, or costs too much.</exception>
    public Flow Run(Frame frame)
    {
        foreach (var statement in statements)
        {
            if (statement.Execute(frame) is var flow and not Flow.Next) return flow;
        }

        return Flow.Next;
    }

    /// <summary>What the statements write, in a frame of their own.</summary>
    /// <exception cref="JinjaException">One fails, or costs too much.</exception>
    public string Capture(Frame frame)
    {
        var inner = frame.Capturing();
        Run(inner);
        return inner.Output.ToString();
    }
}
