namespace Gateway.Llama.Jinja.Values;

/// <summary>A value of a template's language: what Python has, as far as chat templates need it.</summary>
internal abstract class Value
{
    /// <summary>Python's name of the type, for messages.</summary>
    public abstract string TypeName { get; }

    /// <summary>Python's truth: nothing, zero and the empty are false.</summary>
    public virtual bool IsTrue => true;
}
