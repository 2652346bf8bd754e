using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Statements;

/// <summary>A macro in the frame that it was defined in, whose names it sees as they are when it is called.</summary>
internal sealed class MacroValue(MacroDefinition macro, Frame frame) : CallableValue
{
    /// <summary>The name under which a macro finds the body of the <c>call</c> block that calls it.</summary>
    public const string Caller = "caller";

    public override string Name => macro.Name;

    public override Value Invoke(Call call, Meter meter)
    {
        var parameters = macro.Parameters;
        if (call.Positional.Length > parameters.Count) throw new JinjaException($"the macro '{Name}' takes at most {parameters.Count} arguments");
        var inner = frame.Capturing();
        inner.Set(Caller, new UndefinedValue(Caller));
        foreach (var (name, value) in call.Named)
        {
            var at = IndexOf(name);
            if (at < 0 && name != Caller) throw new JinjaException($"the macro '{Name}' has no argument '{name}'");
            if (at >= 0 && at < call.Positional.Length) throw new JinjaException($"the macro '{Name}' is given the argument '{name}' twice");
            inner.Set(name, value);
        }

        for (var i = 0; i < parameters.Count; i++)
        {
            var (name, otherwise) = parameters[i];
            if (i < call.Positional.Length) inner.Set(name, call.Positional[i]);
            else if (Array.FindIndex(call.Named, one => one.Name == name) < 0) inner.Set(name, otherwise?.Evaluate(inner) ?? new UndefinedValue(name));
        }

        macro.Body.Run(inner);
        return new TextValue(inner.Output.ToString());
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < macro.Parameters.Count; i++)
        {
            if (macro.Parameters[i].Name == name) return i;
        }

        return -1;
    }
}
