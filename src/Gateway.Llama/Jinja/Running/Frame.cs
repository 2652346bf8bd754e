using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Running;

/// <summary>
/// The names that are visible at one place. Loops, macros and blocks have frames of their own, so what is set in them is gone behind them; an
/// <c>if</c> has none.
/// </summary>
/// <param name="outer">Where names that are not set here are looked for.</param>
/// <param name="meter">What the rendering may still use.</param>
/// <param name="output">Where the statements write.</param>
internal sealed class Frame(Frame? outer, Meter meter, Output output)
{
    private Dictionary<string, Value>? _names;

    public Meter Meter => meter;

    public Output Output => output;

    public Value? Find(string name)
    {
        for (var frame = this; frame is not null; frame = frame.Outer)
        {
            if (frame._names?.TryGetValue(name, out var value) == true) return value;
        }

        return null;
    }

    public void Set(string name, Value value) => (_names ??= new(StringComparer.Ordinal))[name] = value;

    /// <summary>A frame inside of this one that writes to the same place.</summary>
    public Frame Inner() => new(this, meter, output);

    /// <summary>A frame inside of this one whose writing is kept apart.</summary>
    public Frame Capturing() => new(this, meter, new Output(meter));

    private Frame? Outer => outer;
}
