using System.Text;
using Gateway.Llama.Native;
using Gateway.Llama.Templates;

namespace Gateway.Llama.Grammar;

/// <summary>
/// How far one answer has come in its grammar. Not thread-safe: one thread at a time.
/// <para>
/// libllama ends the process where it is asked for the impossible: it throws a C++ exception for an accepted token that the grammar does not
/// have next, aborts on an end token before the end, and never comes back from a left recursion that hides behind empty rules. So nothing is
/// accepted here that was not allowed, and no grammar is parsed that <see cref="GbnfCheck"/> has not passed.
/// </para>
/// </summary>
internal sealed unsafe class TokenGrammar : ITokenConstraint
{
    // A piece's unfinished UTF-8 character is at most three bytes.
    private const int LongestPending = 3;
    private readonly Vocabulary _vocabulary;
    private readonly GrammarHandle _sampler;
    private byte[] _pending;
    private NativeTokenData[] _candidates = [];

    private TokenGrammar(Vocabulary vocabulary, string parameter, GrammarHandle sampler, byte[] pending)
    {
        _vocabulary = vocabulary;
        Parameter = parameter;
        _sampler = sampler;
        _pending = pending;
    }

    public string Parameter { get; }

    /// <param name="vocabulary">The tokens of the model that is to follow the grammar.</param>
    /// <param name="gbnf">The rules, the first of which to apply is <c>root</c>.</param>
    /// <param name="parameter">The request's field that the grammar comes from.</param>
    /// <exception cref="GrammarException">The text is no grammar that can be used.</exception>
    /// <exception cref="ObjectDisposedException">The model was unloaded.</exception>
    public static TokenGrammar Parse(Vocabulary vocabulary, string gbnf, string parameter)
    {
        GbnfCheck.Check(gbnf);

        // The vocabulary lies in the model, which must not be freed before the sampler keeps it.
        var kept = false;
        try
        {
            vocabulary.Model.DangerousAddRef(ref kept);
            return new TokenGrammar(vocabulary, parameter, Open(vocabulary, gbnf), []);
        }
        finally
        {
            if (kept) vocabulary.Model.DangerousRelease();
        }
    }

    /// <summary>True where the token may come next; an end token where the answer may end here.</summary>
    public bool Allows(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, _vocabulary.Count);
        if (!CanBeText(token)) return false;
        var candidate = new NativeTokenData { Token = token };
        Apply(&candidate, 1);
        return candidate.Logit == 0;
    }

    /// <summary>
    /// Makes the logits of all tokens that may not come next negative infinity. Those that are it already are not looked at: a draw from few
    /// tokens costs less where the others are taken out before.
    /// </summary>
    /// <param name="logits">One for each token of the vocabulary.</param>
    public void Mask(Span<float> logits)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, _vocabulary.Count);
        if (_candidates.Length == 0) _candidates = new NativeTokenData[logits.Length];
        var count = 0;
        for (var token = 0; token < logits.Length; token++)
        {
            if (float.IsNegativeInfinity(logits[token])) continue;
            if (CanBeText(token)) _candidates[count++] = new NativeTokenData { Token = token };
            else logits[token] = float.NegativeInfinity;
        }

        fixed (NativeTokenData* candidates = _candidates) Apply(candidates, count);
        foreach (ref readonly var candidate in _candidates.AsSpan(0, count))
        {
            if (candidate.Logit != 0) logits[candidate.Token] = float.NegativeInfinity;
        }
    }

    /// <summary>Moves on by one token. An end token changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The token is not allowed here.</exception>
    public void Accept(int token)
    {
        if (!Allows(token)) throw new InvalidOperationException($"token {token} ('{_vocabulary.NameOf(token)}') is not what the grammar has next");
        if (_vocabulary.EndsAnswer(token)) return;
        LlamaNative.llama_sampler_accept(_sampler, token);
        _pending = PendingAfter(token) ?? [];
    }

    /// <summary>A copy that goes on from here by itself.</summary>
    public TokenGrammar Fork()
    {
        var copy = LlamaNative.llama_sampler_clone(_sampler);
        copy.Keep(_vocabulary.Model);
        return new TokenGrammar(_vocabulary, Parameter, copy, _pending);
    }

    public void Dispose() => _sampler.Dispose();

    private static GrammarHandle Open(Vocabulary vocabulary, string gbnf)
    {
        fixed (byte* text = (byte[])[.. Encoding.ASCII.GetBytes(gbnf), 0])
        fixed (byte* root = "root\0"u8)
        {
            var sampler = LlamaNative.llama_sampler_init_grammar(vocabulary.Native, text, root);
            if (sampler.IsInvalid) throw new GrammarException("", "libllama refuses the grammar; its log says more");
            sampler.Keep(vocabulary.Model);
            return sampler;
        }
    }

    private void Apply(NativeTokenData* candidates, int count)
    {
        var list = new NativeTokenList { Candidates = candidates, Count = (nuint)count, Selected = -1 };
        LlamaNative.llama_sampler_apply(_sampler, &list);
    }

    // libllama matches the names of control tokens as if they were text, reads a piece up to its first zero byte, and lets pass what only
    // looks like UTF-8 (overlong forms, halves of surrogates). A reader of the answer would see something else in all three.
    private bool CanBeText(int token)
    {
        if (_vocabulary.EndsAnswer(token)) return _pending.Length == 0;
        var text = _vocabulary.TextOf(token);
        if (text.IsEmpty || text.Contains((byte)0)) return false;
        return (_pending.Length == 0 && Ascii.IsValid(text)) || PendingAfter(token) is not null;
    }

    // The bytes of the character that the token leaves unfinished; null where it makes one that is none.
    private byte[]? PendingAfter(int token)
    {
        var text = _vocabulary.TextOf(token);
        if (_pending.Length == 0 && Ascii.IsValid(text)) return [];
        Span<byte> joined = text.Length > 256 ? new byte[LongestPending + text.Length] : stackalloc byte[LongestPending + text.Length];
        _pending.CopyTo(joined);
        text.CopyTo(joined[_pending.Length..]);
        var rest = (ReadOnlySpan<byte>)joined[..(_pending.Length + text.Length)];
        while (!rest.IsEmpty)
        {
            var status = Rune.DecodeFromUtf8(rest, out _, out var read);
            if (status == System.Buffers.OperationStatus.NeedMoreData) return rest.ToArray();
            if (status != System.Buffers.OperationStatus.Done) return null;
            rest = rest[read..];
        }

        return [];
    }
}
