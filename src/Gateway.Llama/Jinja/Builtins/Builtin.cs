using System.Collections.Frozen;
using System.Globalization;
using Gateway.Llama.Jinja.Running;
using Gateway.Llama.Jinja.Values;

namespace Gateway.Llama.Jinja.Builtins;

/// <summary>A filter, test, method or function of the language itself.</summary>
internal sealed class Builtin
{
    private readonly Func<Arguments, Value> _body;
    private readonly string[] _parameters;
    private readonly int _required;
    private readonly bool _takesMore;
    private readonly bool _takesNames;

    /// <param name="name">What templates call it.</param>
    /// <param name="parameters">Their names; <c>name?</c> may be left out, <c>*</c> takes further values, <c>**</c> further names.</param>
    /// <param name="body">What it does.</param>
    public Builtin(string name, string parameters, Func<Arguments, Value> body)
    {
        Name = name;
        _body = body;
        var parts = parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _takesMore = parts.Contains("*");
        _takesNames = parts.Contains("**");
        _parameters = [.. parts.Where(static part => part[0] != '*').Select(static part => part.TrimEnd('?'))];
        _required = parts.Count(static part => part[0] != '*' && part[^1] != '?');
    }

    public string Name { get; }

    public static FrozenDictionary<string, Builtin> Table(params IEnumerable<Builtin> all) => all.ToFrozenDictionary(static one => one.Name, StringComparer.Ordinal);

    /// <summary>Why it cannot be called like this; null where it can.</summary>
    public string? Misfit(int positional, IEnumerable<string> named)
    {
        if (positional > _parameters.Length && !_takesMore) return string.Create(CultureInfo.InvariantCulture, $"'{Name}' takes at most {_parameters.Length} arguments, with what it is applied to");
        var given = Enumerable.Range(0, _parameters.Length).Select(i => i < positional).ToArray();
        foreach (var name in named)
        {
            var at = Array.IndexOf(_parameters, name);
            if (at < 0 && !_takesNames) return $"'{Name}' has no argument '{name}'";
            if (at >= 0 && given[at]) return $"'{Name}' is given the argument '{name}' twice";
            if (at >= 0) given[at] = true;
        }

        var missing = Array.IndexOf(given, false, 0, _required);
        return missing < 0 ? null : $"'{Name}' needs the argument '{_parameters[missing]}'";
    }

    /// <exception cref="JinjaException">The arguments do not fit, or it fails.</exception>
    public Value Invoke(Call call, Meter meter)
    {
        var fits = call.Named.Length == 0 && call.Positional.Length >= _required && call.Positional.Length <= _parameters.Length;
        if (!fits && Misfit(call.Positional.Length, call.Named.Select(static one => one.Name)) is { } misfit) throw new JinjaException(misfit);
        var values = new Value?[_parameters.Length];
        var count = Math.Min(values.Length, call.Positional.Length);
        Array.Copy(call.Positional, values, count);
        foreach (var value in call.Positional) Charge(value, meter);
        foreach (var (name, value) in call.Named)
        {
            Charge(value, meter);
            if (Array.IndexOf(_parameters, name) is >= 0 and var at) values[at] = value;
        }

        var others = fits ? Call.Empty : new Call(call.Positional[count..], [.. call.Named.Where(one => !_parameters.Contains(one.Name))]);
        var result = _body(new Arguments(Name, values, others, meter));
        if (result is TextValue { Text: var text }) meter.Make(text.Length);
        return result;
    }

    private static void Charge(Value value, Meter meter)
    {
        if (value is TextValue text) meter.Read(text.Text);
    }
}
