namespace Gateway.Llama.Grammar;

/// <summary>What one answer has to follow, and how far it has come. Not thread-safe: one thread at a time.</summary>
internal interface ITokenConstraint : IDisposable
{
    /// <summary>The request's field that it comes from, for errors.</summary>
    string Parameter { get; }

    /// <summary>True where the token may come next; an end token where the answer may end here.</summary>
    bool Allows(int token);

    /// <summary>Makes the logits of all tokens that may not come next negative infinity.</summary>
    /// <param name="logits">One for each token of the vocabulary. Those that are negative infinity already may be left unasked.</param>
    void Mask(Span<float> logits);

    /// <summary>Moves on by one token. An end token changes nothing.</summary>
    /// <exception cref="InvalidOperationException">The token is not allowed here.</exception>
    void Accept(int token);
}
