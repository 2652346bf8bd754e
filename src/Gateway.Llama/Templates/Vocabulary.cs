using System.Runtime.InteropServices;
using System.Text;
using Gateway.Llama.Native;

namespace Gateway.Llama.Templates;

/// <summary>A model's tokens. The pieces are copied out once, so that only tokenising calls into native code; safe from any thread.</summary>
internal sealed unsafe class Vocabulary
{
    // llama_vocab_type
    private const int SentencePiece = 1;

    // In UTF-8: the unknown token stands for a whole one.
    private const int LongestCharacter = 4;
    private readonly ModelHandle _model;
    private readonly nint _vocabulary;
    private readonly byte[][] _pieces;
    private readonly bool[] _ends;
    private readonly bool[] _silent;
    private readonly ControlTokens _controls;
    private readonly Spelling? _spelling;
    private readonly int _unknown;

    /// <param name="model">The model.</param>
    /// <param name="unknown">The token for what the others cannot spell.</param>
    public Vocabulary(ModelHandle model, int unknown)
    {
        _unknown = unknown;
        _model = model;
        _vocabulary = LlamaNative.llama_model_get_vocab(model);
        Count = LlamaNative.llama_vocab_n_tokens(_vocabulary);
        _pieces = new byte[Count][];
        _ends = new bool[Count];
        _silent = new bool[Count];
        for (var token = 0; token < Count; token++)
        {
            _pieces[token] = ReadPiece(token);
            _ends[token] = LlamaNative.llama_vocab_is_eog(_vocabulary, token);
            _silent[token] = _ends[token] || LlamaNative.llama_vocab_is_control(_vocabulary, token);
        }

        _controls = new ControlTokens(Enumerable.Range(0, Count).Where(token => _silent[token] && _pieces[token].Length > 0).Select(token => (NameOf(token), token)));
        var (bos, eos) = (LlamaNative.llama_vocab_bos(_vocabulary), LlamaNative.llama_vocab_eos(_vocabulary));
        BeginName = bos >= 0 ? NameOf(bos) : "";
        EndName = eos >= 0 ? NameOf(eos) : "";
        if (LlamaNative.llama_vocab_type(_vocabulary) == SentencePiece) _spelling = new Spelling(Enumerable.Range(0, Count).Select(RawText));
        LongestToken = Math.Max(LongestCharacter, _pieces.Max(static piece => piece.Length));
        BeginOfText = bos >= 0 && LlamaNative.llama_vocab_get_add_bos(_vocabulary) ? bos : null;
    }

    public int Count { get; }

    /// <summary>libllama's vocabulary. It lies in <see cref="Model"/>, which has to be kept while it is used.</summary>
    public nint Native => _vocabulary;

    public ModelHandle Model => _model;

    /// <summary>The most bytes of text that one token can stand for.</summary>
    public int LongestToken { get; }

    /// <summary>The token that every prompt of this model begins with, if it has one.</summary>
    public int? BeginOfText { get; }

    /// <summary>The names of the begin and end tokens, for templates that write them; empty where there is none.</summary>
    public string BeginName { get; }

    public string EndName { get; }

    /// <summary>The model says with this token that its answer is complete.</summary>
    public bool EndsAnswer(int token) => _ends[token];

    /// <summary>The token's text is no part of an answer.</summary>
    public bool IsControl(int token) => _silent[token];

    /// <summary>The bytes that the token adds to an answer: none for control tokens. Not always whole UTF-8 characters.</summary>
    public ReadOnlySpan<byte> TextOf(int token) => _silent[token] ? [] : _pieces[token];

    /// <summary>The token for a reader, control tokens too; bytes that are no whole character become U+FFFD.</summary>
    public string NameOf(int token) => Encoding.UTF8.GetString(_pieces[token]);

    /// <summary>Splits what somebody wrote into tokens. The names of control tokens are letters like any other.</summary>
    /// <param name="text">Any text. What the vocabulary cannot spell becomes the unknown token.</param>
    /// <param name="tokens">Receives the tokens.</param>
    public void TokenizeText(string text, List<int> tokens)
    {
        var from = 0;
        var at = 0;
        foreach (var character in text.EnumerateRunes())
        {
            if (_spelling?.CanSpell(character) == false)
            {
                Tokenize(text[from..at], tokens);
                tokens.Add(_unknown);
                from = at + character.Utf16SequenceLength;
            }

            at += character.Utf16SequenceLength;
        }

        Tokenize(text[from..], tokens);
    }

    /// <summary>Splits a prompt into tokens. The names of control tokens are these tokens, unless they are broken.</summary>
    public void TokenizePrompt(string prompt, List<int> tokens)
    {
        var from = 0;
        while (_controls.Next(prompt, from) is var (at, length, token))
        {
            TokenizeText(ControlTokens.Mended(prompt[from..at]), tokens);
            tokens.Add(token);
            from = at + length;
        }

        TokenizeText(ControlTokens.Mended(prompt[from..]), tokens);
    }

    /// <summary>The text with every name of a control token broken, for <see cref="TokenizePrompt"/>.</summary>
    public string Broken(string text) => _controls.Broken(text);

    /// <exception cref="NotSupportedException">The vocabulary cannot spell what lies between the control tokens.</exception>
    public void CheckSpelling(string prompt)
    {
        if (_spelling is not { } spelling) return;
        var from = 0;
        while (true)
        {
            var next = _controls.Next(prompt, from);
            var text = prompt[from..(next?.At ?? prompt.Length)];
            if (text.EnumerateRunes().Any(character => !spelling.CanSpell(character))) throw new NotSupportedException($"the model's tokens cannot spell its chat template's '{text}'");
            if (next is not var (at, length, _)) return;
            from = at + length;
        }
    }

    private void Tokenize(string text, List<int> tokens)
    {
        if (text.Length == 0) return;
        var bytes = Encoding.UTF8.GetBytes(text);
        var buffer = new int[bytes.Length + 8];
        var count = Tokenize(bytes, buffer);
        if (count < 0)
        {
            // The negative of what is needed: a normalising tokeniser may make more tokens than bytes.
            buffer = new int[-count];
            count = Tokenize(bytes, buffer);
        }

        if (count < 0) throw new ModelCallException(new ModelFault(FaultKind.Upstream, $"the tokeniser failed on a text of {bytes.Length} bytes"));
        tokens.AddRange(buffer.AsSpan(0, count));
    }

    private int Tokenize(byte[] text, int[] buffer)
    {
        // The vocabulary lies in the model: it must not be freed while it is read, and only handles are kept alive by the marshaller.
        var kept = false;
        try
        {
            _model.DangerousAddRef(ref kept);
            fixed (byte* from = text)
            fixed (int* to = buffer)
            {
                return LlamaNative.llama_tokenize(_vocabulary, from, text.Length, to, buffer.Length, addSpecial: false, parseSpecial: false);
            }
        }
        finally
        {
            if (kept) _model.DangerousRelease();
        }
    }

    private string RawText(int token) => Marshal.PtrToStringUTF8((nint)LlamaNative.llama_vocab_get_text(_vocabulary, token)) ?? "";

    private byte[] ReadPiece(int token)
    {
        Span<byte> buffer = stackalloc byte[256];
        var length = ReadPiece(token, buffer);
        if (length >= 0) return buffer[..length].ToArray();
        var longer = new byte[-length];
        length = ReadPiece(token, longer);
        return longer[..Math.Max(0, length)];
    }

    private int ReadPiece(int token, Span<byte> buffer)
    {
        fixed (byte* to = buffer) return LlamaNative.llama_token_to_piece(_vocabulary, token, to, buffer.Length, stripLeft: 0, special: true);
    }
}
