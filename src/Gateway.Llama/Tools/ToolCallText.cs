using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.Llama.Tools;

/// <summary>Splits an answer into text and tool calls. Text that may become a call's opening waits for the rest.</summary>
/// <param name="form">How the model writes a call.</param>
/// <param name="tools">The names that may be called.</param>
/// <param name="opened">The opening is in the prompt already: the answer is calls from its beginning.</param>
/// <param name="ids">Makes the calls' ids differ from those of other answers.</param>
internal sealed class ToolCallText(ToolCallForm form, IReadOnlySet<string> tools, bool opened, byte[] ids)
{
    private readonly StringBuilder _calls = new();
    private string _held = "";
    private bool _anyText;
    private bool _open = opened;

    /// <summary>The token whose name this is opens the calls, where the opening is a control token.</summary>
    public void Control(string name) => _open |= name == form.Opening;

    /// <returns>The text that is certain now; often empty.</returns>
    public string Append(string text)
    {
        if (_open)
        {
            _calls.Append(text);
            return "";
        }

        text = _held + text;
        var at = OpeningIn(text);
        var certain = at ?? text.Length - LongestBegun(text);
        _anyText |= !string.IsNullOrWhiteSpace(text[..certain]);
        _held = at is null ? text[certain..] : "";
        if (at is not { } opening) return text[..certain];
        _open = true;
        _calls.Append(text, opening + Skipped, text.Length - opening - Skipped);
        return text[..opening];
    }

    /// <summary>What the answer calls, once it has ended.</summary>
    /// <param name="text">What is text after all: held back, or a call that was cut off or is none.</param>
    public IReadOnlyList<FunctionCallContent> Finish(out string text)
    {
        text = _held;
        if (!_open) return [];
        var written = _calls.ToString();
        if (Parse(written) is { } calls) return [.. calls.Select((call, i) => new FunctionCallContent(Id(written, i), call.Name, call.Arguments))];
        text = form.OpensWithJson ? written : form.Opening + written;
        return [];
    }

    private int Skipped => form.OpensWithJson ? 0 : form.Opening.Length;

    private int? OpeningIn(string text)
    {
        var at = text.IndexOf(form.Opening, StringComparison.Ordinal);
        if (at < 0 || (form.OpensWithJson && (_anyText || !string.IsNullOrWhiteSpace(text[..at])))) return null;
        return at;
    }

    private int LongestBegun(string text)
    {
        for (var length = Math.Min(form.Opening.Length - 1, text.Length); length > 0; length--)
        {
            if (text.EndsWith(form.Opening[..length], StringComparison.Ordinal)) return length;
        }

        return 0;
    }

    /// <returns>Null where the text is not whole calls of the tools.</returns>
    private List<(string Name, Dictionary<string, object?> Arguments)>? Parse(string written)
    {
        try
        {
            var calls = new List<(string, Dictionary<string, object?>)>();
            var (before, between, after) = form.Frame;
            var text = written.Trim();
            if (!text.StartsWith(before.Trim(), StringComparison.Ordinal) || !text.EndsWith(after.Trim(), StringComparison.Ordinal)) return null;
            text = text[before.Trim().Length..^after.Trim().Length];
            foreach (var one in Split(text, between))
            {
                var call = JsonElement.Parse(one);
                if (call.GetProperty("name").GetString() is not { } name || !tools.Contains(name)) return null;
                var arguments = call.GetProperty(form.ArgumentsKey);
                calls.Add((name, arguments.EnumerateObject().ToDictionary(static argument => argument.Name, static argument => (object?)argument.Value, StringComparer.Ordinal)));
            }

            return calls;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // Where calls stand in a JSON list, its own commas divide them; texts between calls that are no JSON may be divided by them.
    private IEnumerable<string> Split(string text, string? between)
    {
        if (form == ToolCallForm.Mistral) return JsonElement.Parse($"[{text}]").EnumerateArray().Select(static call => call.GetRawText());
        return between is null ? [text] : text.Split(between);
    }

    private string Id(string written, int index)
    {
        byte[] whole = [.. ids, .. Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{index}{written}"))];
        return $"call_{Convert.ToHexStringLower(SHA256.HashData(whole).AsSpan(0, 12))}";
    }
}
