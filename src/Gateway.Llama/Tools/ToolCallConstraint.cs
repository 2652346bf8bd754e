using System.Text;
using Gateway.Llama.Grammar;
using Gateway.Llama.Templates;

namespace Gateway.Llama.Tools;

/// <summary>
/// Free text until a call's opening, and the calls' grammar from there on. libllama has a trigger of its own for this, which ends the process
/// where the token that completes the opening goes on with something else; here the opening ends with its token.
/// </summary>
internal sealed class ToolCallConstraint : ITokenConstraint
{
    private readonly Vocabulary _vocabulary;
    private readonly ToolCallForm _form;
    private readonly byte[] _opening;
    private readonly bool _textBefore;
    private readonly TokenGrammar _calls;
    private byte[] _tail = [];
    private bool _anyText;
    private bool _open;

    /// <param name="vocabulary">The model's tokens.</param>
    /// <param name="form">How the model writes a call.</param>
    /// <param name="calls">The grammar of what follows the opening; with an opening that is JSON, of all of it. Disposed with this.</param>
    /// <param name="textBefore">The answer may begin with text, and need not call anything.</param>
    public ToolCallConstraint(Vocabulary vocabulary, ToolCallForm form, TokenGrammar calls, bool textBefore)
    {
        _vocabulary = vocabulary;
        _form = form;
        _opening = Encoding.UTF8.GetBytes(form.Opening);
        _calls = calls;
        _textBefore = textBefore;
    }

    public string Parameter => "tools";

    public bool Allows(int token)
    {
        if (_open) return _calls.Allows(token);
        if (_vocabulary.EndsAnswer(token)) return _textBefore;
        if (Opens(token)) return !_form.OpensWithJson || _calls.Allows(token);
        if (_vocabulary.IsControl(token)) return _textBefore;
        return _textBefore ? !RunsOver(token) : _opening.AsSpan().StartsWith(With(token));
    }

    public void Mask(Span<float> logits)
    {
        if (_open)
        {
            _calls.Mask(logits);
            return;
        }

        for (var token = 0; token < logits.Length; token++)
        {
            if (!float.IsNegativeInfinity(logits[token]) && !Allows(token)) logits[token] = float.NegativeInfinity;
        }
    }

    public void Accept(int token)
    {
        if (!Allows(token)) throw new InvalidOperationException($"token {token} ('{_vocabulary.NameOf(token)}') may not come here");
        if (_open || (Opens(token) && _form.OpensWithJson)) _calls.Accept(token);
        _open = _open || Opens(token);
        if (_open || _vocabulary.IsControl(token)) return;
        var text = With(token);
        _anyText |= text.AsSpan().ContainsAnyExcept(" \t\r\n"u8);
        _tail = text[^Math.Min(text.Length, _opening.Length - 1)..];
    }

    public void Dispose() => _calls.Dispose();

    /// <summary>The token completes the opening. Some openings are a control token, whose text is not in the answer; JSON opens at the answer's beginning only.</summary>
    private bool Opens(int token)
    {
        if (_vocabulary.IsControl(token)) return _vocabulary.NameOf(token) == _form.Opening;
        if (_form.OpensWithJson) return !_anyText && _vocabulary.TextOf(token).StartsWith(_opening);
        var text = With(token);
        return _textBefore ? text.AsSpan().EndsWith(_opening) : text.AsSpan().SequenceEqual(_opening);
    }

    // The opening lies inside of the token's text: what follows it there would escape the grammar.
    private bool RunsOver(int token) => !(_form.OpensWithJson && _anyText) && With(token).AsSpan().IndexOf(_opening) >= 0;

    private byte[] With(int token) => [.. _tail, .. _vocabulary.TextOf(token)];
}
