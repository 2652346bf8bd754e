using Gateway.Llama.Sampling;

namespace Gateway.Llama.Scheduling;

/// <summary>One sequence of the context: what it generates, and which prompt its cells hold. Touched by the owner thread alone.</summary>
internal sealed class Sequence(int id)
{
    private const int Nothing = -1;
    private readonly Dictionary<int, int> _counts = [];
    private SeededRandom _random;
    private int _generated;
    private int _pending = Nothing;

    /// <summary>libllama's number of the sequence.</summary>
    public int Id { get; } = id;

    /// <summary>What is generated here now; null while the sequence is free.</summary>
    public GenerationRequest? Running { get; private set; }

    /// <summary>Whose prompt the cells hold, at [0, <see cref="Filled"/>); kept after its answer, for a later request with the same prompt.</summary>
    public GenerationRequest? PromptOwner { get; private set; }

    /// <summary>Cells in use: the next token's position.</summary>
    public int Filled { get; private set; }

    /// <summary>The step in which the sequence was freed: the longest unused prompt is given up first.</summary>
    public long FreedAt { get; private set; }

    /// <summary>Where the logits of the last added token are in the batch; -1 where none were asked for.</summary>
    public int LogitsAt { get; private set; } = Nothing;

    public bool Free => Running is null;

    public bool Prefilling => Running is { } request && Filled < request.Prompt.Length;

    /// <summary>True where the cells hold the whole prompt of <paramref name="request"/>.</summary>
    public bool HoldsPromptOf(GenerationRequest request) =>
        PromptOwner is { } owner && Filled >= owner.Prompt.Length && owner.HasSamePromptAs(request);

    public bool IsPrefillingPromptOf(GenerationRequest request) => Prefilling && Running!.HasSamePromptAs(request);

    /// <summary>Starts a request whose first <paramref name="shared"/> prompt tokens the cells hold already.</summary>
    public void Start(GenerationRequest request, int shared)
    {
        Running = request;
        PromptOwner = request;
        request.SharedTokens = shared;
        Filled = shared;
        _random = new SeededRandom(request.Settings.Seed);
        _counts.Clear();
        _generated = 0;
        _pending = Nothing;
    }

    /// <summary>The token to decode in this step, for a sequence that generates.</summary>
    public int Pending => _pending;

    /// <summary>Notes that <paramref name="tokens"/> tokens were put into the batch, and where the logits of the last will be.</summary>
    public void Advance(int tokens, int logitsAt)
    {
        Filled += tokens;
        LogitsAt = logitsAt;
    }

    /// <summary>Draws the next token from the logits and hands it to the caller.</summary>
    /// <returns>True while the answer goes on.</returns>
    public bool Accept(ReadOnlySpan<float> logits, SamplerScratch scratch, Func<int, bool> endsAnswer)
    {
        var request = Running!;
        var token = TokenSampler.Draw(logits, request.Settings, _counts, ref _random, scratch);
        request.Push(new GeneratedToken(token, request.Settings.TellsProbabilities ? TokenProbabilities.Of(logits, token, request.Settings) : null));
        _counts[token] = _counts.GetValueOrDefault(token) + 1;
        _pending = token;
        return ++_generated < request.MaxTokens && !endsAnswer(token);
    }

    /// <summary>Ends the request. The prompt's cells stay until another prompt needs the sequence.</summary>
    public void Release(long step)
    {
        Running = null;
        LogitsAt = Nothing;
        FreedAt = step;
        Filled = Math.Min(Filled, PromptOwner!.Prompt.Length);
    }

    /// <summary>Forgets the prompt: the cells were given up.</summary>
    public void Forget()
    {
        PromptOwner = null;
        Filled = 0;
    }
}
