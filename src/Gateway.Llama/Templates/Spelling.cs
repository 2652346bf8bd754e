using System.Globalization;
using System.Text;

namespace Gateway.Llama.Templates;

/// <summary>
/// Which characters a SentencePiece vocabulary can spell. Where it has neither the character nor its bytes, libllama ends the process with a
/// C++ exception instead of using the unknown token, so nothing unspellable may reach it.
/// </summary>
internal sealed class Spelling
{
    private const string Blank = "\u2581";
    private readonly HashSet<string> _tokens;
    private readonly bool[] _bytes = new bool[256];

    /// <param name="tokens">The texts of all tokens as they are in the model's file.</param>
    public Spelling(IEnumerable<string> tokens)
    {
        _tokens = new HashSet<string>(tokens, StringComparer.Ordinal);
        for (var value = 0; value < _bytes.Length; value++)
        {
            _bytes[value] = _tokens.Contains(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"))
                || (value is > 0 and < 128 && _tokens.Contains(((char)value).ToString()));
        }
    }

    public bool CanSpell(Rune character)
    {
        var text = character.Value == ' ' ? Blank : character.ToString();
        if (_tokens.Contains(text)) return true;
        Span<byte> bytes = stackalloc byte[4];
        foreach (var one in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            if (!_bytes[one]) return false;
        }

        return true;
    }
}
