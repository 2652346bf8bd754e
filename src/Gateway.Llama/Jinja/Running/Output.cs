using System.Text;

namespace Gateway.Llama.Jinja.Running;

/// <summary>What a template, a macro or a block has written so far.</summary>
internal sealed class Output(Meter meter)
{
    private readonly StringBuilder _text = new();

    /// <exception cref="JinjaException">The work is used up.</exception>
    public Output Write(string text)
    {
        meter.Make(text.Length);
        _text.Append(text);
        return this;
    }

    public override string ToString() => _text.ToString();
}
