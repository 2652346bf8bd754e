using System.Globalization;
using System.Text;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Values as Python prints them.</summary>
internal static class Printer
{
    /// <summary>Python's <c>str(value)</c>.</summary>
    public static string Text(Value value, Meter meter) => value switch
    {
        TextValue text => text.Text,
        UndefinedValue => "",
        _ => Literal(value, meter),
    };

    /// <summary>Python's <c>repr(value)</c>.</summary>
    public static string Literal(Value value, Meter meter)
    {
        switch (value)
        {
            case IntValue whole: return whole.Number.ToString(CultureInfo.InvariantCulture);
            case FloatValue real: return FloatText.Of(real.Number);
            case BoolValue truth: return truth.IsTrue ? "True" : "False";
            case NoneValue: return "None";
            case UndefinedValue: return "Undefined";
        }

        var output = new Output(meter);
        Write(value, output, meter);
        return output.ToString();
    }

    private static void Write(Value value, Output output, Meter meter)
    {
        meter.Enter();
        switch (value)
        {
            case TextValue text:
                meter.Make(text.Text.Length);
                output.Write(Quoted(text.Text));
                break;
            case ListValue { IsTuple: true, Items: [var only] }:
                output.Write("(");
                Write(only, output, meter);
                output.Write(",)");
                break;
            case ListValue list:
                output.Write(list.IsTuple ? "(" : "[");
                for (var i = 0; i < list.Items.Count; i++)
                {
                    if (i > 0) output.Write(", ");
                    Write(list.Items[i], output, meter);
                }

                output.Write(list.IsTuple ? ")" : "]");
                break;
            case DictValue dict:
                WriteDict(dict, output, meter);
                break;
            case NamespaceValue space:
                output.Write("<Namespace ");
                WriteDict(space.Attributes, output, meter);
                output.Write(">");
                break;
            case CallableValue or LoopValue or GeneratorValue: throw new JinjaException($"a value of the type '{value.TypeName}' cannot be printed");
            default:
                output.Write(Literal(value, meter));
                break;
        }

        meter.Leave();
    }

    private static void WriteDict(DictValue dict, Output output, Meter meter)
    {
        output.Write("{");
        var first = true;
        foreach (var (key, value) in dict.Entries)
        {
            if (!first) output.Write(", ");
            first = false;
            Write(key, output, meter);
            output.Write(": ");
            Write(value, output, meter);
        }

        output.Write("}");
    }

    private static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var literal = new StringBuilder(text.Length + 2).Append(quote);
        foreach (var character in text.EnumerateRunes())
        {
            switch (character.Value)
            {
                case '\\': literal.Append("\\\\"); break;
                case '\n': literal.Append("\\n"); break;
                case '\r': literal.Append("\\r"); break;
                case '\t': literal.Append("\\t"); break;
                case var code when code == quote: literal.Append('\\').Append(quote); break;
                case var code when IsPrintable(character): literal.Append(char.ConvertFromUtf32(code)); break;
                case var code when code < 0x100: literal.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}"); break;
                case var code when code < 0x10000: literal.Append(CultureInfo.InvariantCulture, $"\\u{code:x4}"); break;
                case var code: literal.Append(CultureInfo.InvariantCulture, $"\\U{code:x8}"); break;
            }
        }

        return literal.Append(quote).ToString();
    }

    private static bool IsPrintable(Rune character) => character.Value == ' ' || Rune.GetUnicodeCategory(character) is not (UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator);
}
