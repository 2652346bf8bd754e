using System.Buffers.Text;

namespace Gateway.OpenAI;

/// <summary>JSON may escape one half of a surrogate pair (<c>"\ud83d"</c>); no UTF-8 text can hold it, and .NET's JSON throws when it is read.</summary>
internal static class SurrogatePairs
{
    private const int EscapeLength = 6;

    /// <summary>True where every escaped half is beside its other half.</summary>
    public static bool AreWhole(ReadOnlySpan<byte> json)
    {
        while (json.IndexOf((byte)'\\') is var at and >= 0)
        {
            json = json[at..];
            if (json.Length < 2 || json[1] != (byte)'u')
            {
                json = json[Math.Min(2, json.Length)..];
                continue;
            }

            var first = CodeUnit(json);
            json = json[Math.Min(EscapeLength, json.Length)..];
            if (!char.IsSurrogate(first)) continue;
            if (!char.IsHighSurrogate(first) || !json.StartsWith("\\u"u8) || !char.IsLowSurrogate(CodeUnit(json))) return false;
            json = json[EscapeLength..];
        }

        return true;
    }

    // Zero where there are no four hex digits: the parser will say so better.
    private static char CodeUnit(ReadOnlySpan<byte> escape) =>
        escape.Length >= EscapeLength && Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out var used, 'x') && used == 4 ? (char)unit : '\0';
}
