using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Threading.Channels;
using Gateway.Llama.Grammar;
using Gateway.Llama.Sampling;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// One answer to generate: its tokens so far, how to draw the next, and the channel that they come through. It does not know where its cells
/// are, so that it can lose them and be computed again.
/// </summary>
internal sealed class GenerationRequest
{
    // Waking the reader takes longer than a tiny model's step, and nobody sees text come faster than this.
    private static readonly TimeSpan BetweenWakes = TimeSpan.FromMilliseconds(4);

    private readonly Channel<GeneratedToken> _drawn =
        Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

    private readonly SamplerSettings _settings;
    private readonly int _maxTokens;
    private readonly Dictionary<int, int> _counts = [];
    private readonly List<int> _tokens;
    private readonly List<GeneratedToken> _unsent = [];
    private readonly TokenProbabilities?[]? _scores;
    private SeededRandom _random;
    private long? _sentAt;
    private volatile bool _left;
    private volatile bool _keep;

    /// <param name="prompt">The prompt's tokens, at least one.</param>
    /// <param name="settings">How to sample.</param>
    /// <param name="maxTokens">The most tokens to generate, or 0: nothing; prompt and answer together must fit the model's context.</param>
    public GenerationRequest(IReadOnlyCollection<int> prompt, SamplerSettings settings, int maxTokens)
    {
        PromptTokens = prompt.Count;
        _tokens = [.. prompt];
        _settings = settings;
        _maxTokens = maxTokens;
        _random = new SeededRandom(settings.Seed);
    }

    /// <summary>How many of the tokens are the prompt.</summary>
    public int PromptTokens { get; }

    /// <summary>Requests with equal shares count as one where sequences are handed out; null: a request for itself.</summary>
    public string? Share { get; init; }

    /// <summary>What the answer has to follow; null: anything. The request's own: it is disposed when the answer ends.</summary>
    public ITokenConstraint? Constraint { get; init; }

    /// <summary>Each token of the prompt gets its probability. Its cells are then all computed: what is in the cache has no logits.</summary>
    public bool ScoresPrompt { get; init => _scores = (field = value) ? new TokenProbabilities?[PromptTokens] : null; }

    /// <summary>What the model thought of each token of the prompt, where that was asked for. Complete before the first token of the answer comes.</summary>
    public IReadOnlyList<TokenProbabilities?>? PromptScores => _scores;

    /// <summary>Who may want to go on from the answer's cells, and says when not; null: nobody in particular.</summary>
    public object? Holder { get; init; }

    /// <summary>Prompt tokens that were in the cache already. Set by the owner thread before the first token comes.</summary>
    public int? CachedTokens { get; set; }

    /// <summary>When it was given a sequence: the newest gives its cells up first.</summary>
    public long StartedAt { get; set; }

    /// <summary>The round of handing out in which it was offered a sequence last.</summary>
    public long OfferedIn { get; set; }

    /// <summary>Prompt and answer so far. The last one has no cell yet: it is decoded to draw the next. Touched by the owner thread alone.</summary>
    public ReadOnlySpan<int> Tokens => CollectionsMarshal.AsSpan(_tokens);

    /// <summary>The answer's tokens. The channel ends after the last one, or with the fault as a <see cref="ModelCallException"/>.</summary>
    public ChannelReader<GeneratedToken> Drawn => _drawn.Reader;

    /// <summary>Nobody waits for another token.</summary>
    public bool Left => _left;

    /// <summary>Left with what it has: the cells may serve those that begin with the same tokens.</summary>
    public bool Kept => _keep;

    /// <summary>Nobody wants the answer any more. The owner thread frees its cells before the next step.</summary>
    public void Abandon() => _left = true;

    /// <summary>The answer has all the tokens that are wanted of it.</summary>
    public void End()
    {
        _keep = true;
        _left = true;
    }

    /// <summary>The logits after <paramref name="position"/> are wanted: to draw from, or to score the prompt's next token.</summary>
    public bool WantsLogits(int position) => position == _tokens.Count - 1 || (ScoresPrompt && position < PromptTokens - 1);

    /// <summary>Notes what the model thought of a token of the prompt.</summary>
    /// <param name="position">The token's.</param>
    /// <param name="logits">Those of the position before it.</param>
    public void Score(int position, ReadOnlySpan<float> logits) => _scores![position] = TokenProbabilities.Of(logits, _tokens[position], _settings);

    /// <summary>Draws the next token from the logits after the last one. The caller gets it at once, or with the next few.</summary>
    /// <returns>True while the answer goes on.</returns>
    /// <exception cref="NotFiniteNumberException">The logits hold no number to choose by.</exception>
    /// <exception cref="ModelCallException">The model has no token for what has to come next.</exception>
    public bool Draw(ReadOnlySpan<float> logits, SamplerScratch scratch, Func<int, bool> endsAnswer)
    {
        if (_maxTokens == 0) return false;
        var token = DrawToken(logits, scratch);
        _tokens.Add(token);
        if (_settings.Penalises) _counts[token] = _counts.GetValueOrDefault(token) + 1;
        _unsent.Add(new GeneratedToken(token, _settings.TellsProbabilities ? TokenProbabilities.Of(logits, token, _settings) : null));
        var now = Stopwatch.GetTimestamp();
        if (_sentAt is not { } sent || Stopwatch.GetElapsedTime(sent, now) >= BetweenWakes)
        {
            Send();
            _sentAt = now;
        }

        return _tokens.Count - PromptTokens < _maxTokens && !endsAnswer(token);
    }

    /// <summary>Hands the caller what was drawn and is not with it yet.</summary>
    public void Send()
    {
        foreach (var token in _unsent) _drawn.Writer.TryWrite(token);
        _unsent.Clear();
    }

    public void Complete() => Close(null);

    public void Fail(ModelFault fault) => Close(new ModelCallException(fault));

    private int DrawToken(ReadOnlySpan<float> logits, SamplerScratch scratch)
    {
        if (Constraint is null) return TokenSampler.Draw(logits, _settings, _counts, ref _random, scratch);
        var token = ConstrainedSampler.Draw(logits, Constraint, _settings, _counts, ref _random, scratch);
        Constraint.Accept(token);
        return token;
    }

    private void Close(ModelCallException? failure)
    {
        Constraint?.Dispose();
        Send();
        _drawn.Writer.TryComplete(failure);
    }
}
