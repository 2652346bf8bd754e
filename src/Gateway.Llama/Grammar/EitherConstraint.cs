namespace Gateway.Llama.Grammar;

/// <summary>An answer that follows one of several constraints: those that a token does not fit are out of it from there on.</summary>
/// <param name="alternatives">Disposed with this.</param>
internal sealed class EitherConstraint(params ITokenConstraint[] alternatives) : ITokenConstraint
{
    private readonly List<ITokenConstraint> _left = [.. alternatives];

    public string Parameter => _left[0].Parameter;

    public bool Allows(int token) => _left.Exists(one => one.Allows(token));

    public void Mask(Span<float> logits)
    {
        if (_left.Count == 1)
        {
            _left[0].Mask(logits);
            return;
        }

        for (var token = 0; token < logits.Length; token++)
        {
            if (!float.IsNegativeInfinity(logits[token]) && !Allows(token)) logits[token] = float.NegativeInfinity;
        }
    }

    public void Accept(int token)
    {
        if (!Allows(token)) throw new InvalidOperationException($"token {token} fits none of the alternatives");
        foreach (var one in _left.Where(one => !one.Allows(token)).ToList())
        {
            _left.Remove(one);
            one.Dispose();
        }

        foreach (var one in _left) one.Accept(token);
    }

    public void Dispose()
    {
        foreach (var one in _left) one.Dispose();
    }
}
