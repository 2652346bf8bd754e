using Gateway.Llama.Sampling;

namespace Gateway.Benchmarks.Llama;

/// <summary>A sequence of the bare loop: its answers, one after another.</summary>
/// <param name="id">libllama's number of it.</param>
/// <param name="prompt">The prompt's tokens, all but the last of them in its cells.</param>
/// <param name="answers">How each answer is drawn.</param>
internal sealed class BareSequence(int id, int[] prompt, SamplerSettings[] answers)
{
    /// <summary>The generator of the answer under way.</summary>
    public SeededRandom Random = new(answers[0].Seed);

    private int _answer;
    private int _drawn;

    public int Id { get; } = id;

    public SamplerSettings Settings => answers[_answer];

    /// <summary>The token to decode next, and its position.</summary>
    public int Pending { get; private set; } = prompt[^1];

    public int Position { get; private set; } = prompt.Length - 1;

    public int LogitsAt { get; set; }

    /// <returns>True while the answer goes on.</returns>
    public bool Accept(int token, int maxTokens, bool ends)
    {
        Pending = token;
        Position++;
        return ++_drawn < maxTokens && !ends;
    }

    /// <returns>False where that was the last answer.</returns>
    public bool BeginNext()
    {
        if (++_answer == answers.Length) return false;
        Random = new SeededRandom(Settings.Seed);
        Pending = prompt[^1];
        Position = prompt.Length - 1;
        _drawn = 0;
        return true;
    }
}
