using System.Globalization;
using System.Text;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Operations;

/// <summary>Values as Python's <c>json.dumps</c> writes them.</summary>
/// <param name="ascii">Letters beyond ASCII are escaped.</param>
/// <param name="indent">What each level is indented by; null for one line.</param>
/// <param name="itemSeparator">Between items.</param>
/// <param name="keySeparator">Between a key and its value.</param>
/// <param name="sortKeys">Keys are ordered.</param>
/// <param name="meter">What the rendering may still use.</param>
internal sealed class JsonText(bool ascii, string? indent, string itemSeparator, string keySeparator, bool sortKeys, Meter meter)
{
    private readonly Output _output = new(meter);

    /// <exception cref="JinjaException">The value cannot be written as JSON.</exception>
    public string Of(Value value)
    {
        Write(value, 0);
        return _output.ToString();
    }

    private void Write(Value value, int level)
    {
        meter.Enter();
        switch (value)
        {
            case TextValue text:
                WriteText(text.Text);
                break;
            case ListValue list:
                WriteAll('[', list.Items, ']', level, item => Write(item, level + 1));
                break;
            case DictValue dict:
                WriteAll('{', Entries(dict), '}', level, entry =>
                {
                    WriteText(KeyText(entry.Key));
                    _output.Write(keySeparator);
                    Write(entry.Value, level + 1);
                });
                break;
            default:
                _output.Write(Scalar(value));
                break;
        }

        meter.Leave();
    }

    private void WriteAll<T>(char open, IReadOnlyCollection<T> items, char close, int level, Action<T> write)
    {
        _output.Write(open.ToString());
        var isFirst = true;
        foreach (var item in items)
        {
            if (!isFirst) _output.Write(itemSeparator);
            isFirst = false;
            Break(level + 1);
            write(item);
        }

        if (items.Count > 0) Break(level);
        _output.Write(close.ToString());
    }

    private void Break(int level)
    {
        if (indent is null) return;
        _output.Write("\n");
        for (var i = 0; i < level; i++) _output.Write(indent);
    }

    private List<KeyValuePair<Value, Value>> Entries(DictValue dict) => sortKeys
        ? [.. Sorting.By([.. dict.Entries.Keys], static key => key, reverse: false, meter).Select(key => KeyValuePair.Create(key, dict.Entries[key]))]
        : [.. dict.Entries];

    private static string KeyText(Value key) => key is TextValue text ? text.Text : Scalar(key);

    private static string Scalar(Value value) => value switch
    {
        IntValue whole => whole.Number.ToString(CultureInfo.InvariantCulture),
        FloatValue { Number: var number } => double.IsNaN(number) ? "NaN" : double.IsInfinity(number) ? number > 0 ? "Infinity" : "-Infinity" : FloatText.Of(number),
        BoolValue truth => truth.IsTrue ? "true" : "false",
        NoneValue => "null",
        UndefinedValue undefined => throw new JinjaException($"{undefined.Reason}, so it cannot be written as JSON"),
        GeneratorValue => throw new JinjaException("what 'map', 'select' and their like give cannot be written as JSON; make a list of it with 'list'"),
        _ => throw new JinjaException($"a value of the type '{value.TypeName}' cannot be written as JSON"),
    };

    private void WriteText(string text)
    {
        meter.Make(text.Length);
        var json = new StringBuilder(text.Length + 2).Append('"');
        foreach (var character in text)
        {
            switch (character)
            {
                case '"': json.Append("\\\""); break;
                case '\\': json.Append("\\\\"); break;
                case '\n': json.Append("\\n"); break;
                case '\r': json.Append("\\r"); break;
                case '\t': json.Append("\\t"); break;
                case '\b': json.Append("\\b"); break;
                case '\f': json.Append("\\f"); break;
                case < ' ': json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"); break;
                case > '~' when ascii: json.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}"); break;
                default: json.Append(character); break;
            }
        }

        _output.Write(json.Append('"').ToString());
    }
}
