using System.Text;

namespace Gateway.Llama;

/// <summary>
/// Makes text of tokens' bytes. Characters that are cut by a token's end wait for the rest, and so does a text's end that may become a stop
/// string: what was handed out is never taken back.
/// </summary>
/// <param name="stops">Texts that end the answer and are no part of it.</param>
internal sealed class AnswerText(IReadOnlyList<string> stops)
{
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly string[] _stops = [.. stops.Where(static stop => stop.Length > 0)];
    private string _held = "";

    /// <summary>True once a stop string was met.</summary>
    public bool Stopped { get; private set; }

    /// <returns>The text that is certain now; often empty.</returns>
    public string Append(ReadOnlySpan<byte> bytes) => Append(bytes, flush: false);

    /// <returns>What was held back, when no token follows.</returns>
    public string Finish()
    {
        if (Stopped) return "";
        var rest = Append([], flush: true) + _held;
        _held = "";
        return rest;
    }

    private string Append(ReadOnlySpan<byte> bytes, bool flush)
    {
        if (Stopped) return "";
        var characters = new char[_decoder.GetCharCount(bytes, flush)];
        _decoder.GetChars(bytes, characters, flush);
        var text = _held + new string(characters);
        if (FirstStop(text) is { } stop)
        {
            Stopped = true;
            _held = "";
            return text[..stop];
        }

        var certain = text.Length - LongestStopBegun(text);
        _held = text[certain..];
        return text[..certain];
    }

    private int? FirstStop(string text)
    {
        int? first = null;
        foreach (var stop in _stops)
        {
            var at = text.IndexOf(stop, StringComparison.Ordinal);
            if (at >= 0 && !(first <= at)) first = at;
        }

        return first;
    }

    private int LongestStopBegun(string text)
    {
        var longest = 0;
        foreach (var stop in _stops)
        {
            for (var length = Math.Min(stop.Length - 1, text.Length); length > longest; length--)
            {
                if (!text.EndsWith(stop[..length], StringComparison.Ordinal)) continue;
                longest = length;
                break;
            }
        }

        return longest;
    }
}
