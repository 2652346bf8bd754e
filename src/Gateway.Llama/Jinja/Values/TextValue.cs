namespace Gateway.Llama.Jinja.Values;

internal sealed class TextValue(string text) : Value
{
    public static readonly TextValue Empty = new("");

    public string Text => text;

    public override string TypeName => "str";

    public override bool IsTrue => text.Length > 0;
}
