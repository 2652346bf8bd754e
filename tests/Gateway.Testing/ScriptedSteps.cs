using System.Text;
using Microsoft.Extensions.AI;

namespace Gateway.Testing;

/// <summary>
/// A toy language model that decodes step by step: a few words and line ends, whose probabilities depend on the text so far in a way that the
/// seed chooses. Keeps what it was asked, and counts what is open and at work.
/// </summary>
/// <param name="seed">Chooses the language.</param>
public sealed class ScriptedSteps(int seed = 1) : IStepDecoder
{
    private static readonly string[] Words = ["one ", "two ", "sum ", "so ", "thus ", "\n"];

    // Guards _advances: forks advance at the same time.
    private readonly Lock _gate = new();
    private readonly List<Advance> _advances = [];
    private int _open;
    private int _active;
    private int _most;

    /// <summary>Tokens of the prompt; on the bill of the first step.</summary>
    public int PromptTokens { get; init; } = 10;

    /// <summary>The answer ends after so many characters, on average a little earlier.</summary>
    public int Length { get; init; } = 120;

    /// <summary>Says the next token after a text, with its log probability; null ends the answer. Default: the toy language.</summary>
    public Func<string, Random, TokenLogprob?>? Next { get; init; }

    /// <summary>Fails a step instead of making it, by its number from 0 and the text before it.</summary>
    public Func<int, string, ModelFault?>? Fails { get; init; }

    /// <summary>What a step waits for before it begins, by its number from 0.</summary>
    public Func<int, CancellationToken, Task>? Waits { get; init; }

    /// <summary>The steps that were asked for, in the order in which they began.</summary>
    public IReadOnlyList<Advance> Advances
    {
        get
        {
            lock (_gate) return [.. _advances];
        }
    }

    /// <summary>Sequences that nobody has disposed.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Steps that are being made.</summary>
    public int Active => Volatile.Read(ref _active);

    /// <summary>The most steps that were being made at once.</summary>
    public int MostAtOnce => Volatile.Read(ref _most);

    public Task<IStepSequence> OpenAsync(Prompt prompt, string beginning, CancellationToken cancellationToken) =>
        Task.FromResult<IStepSequence>(new Sequence(this, beginning, new Bill { Unpaid = PromptTokens }));

    private int Begin(string text, StepLimits limits)
    {
        lock (_gate)
        {
            _most = Math.Max(_most, ++_active);
            _advances.Add(new Advance(text, limits));
            return _advances.Count - 1;
        }
    }

    private void End()
    {
        lock (_gate) _active--;
    }

    private TokenLogprob? Draw(string text, Random random)
    {
        if (Next is not null) return Next(text, random);
        var language = new Random(HashCode(text.Length < 12 ? text : text[^12..]));
        var weights = Words.Select(_ => 0.05 + Math.Pow(language.NextDouble(), 3)).ToArray();
        var end = text.Length < Length / 2 ? 0 : text.Length >= Length ? 1000 : 0.3;
        var place = random.NextDouble() * (weights.Sum() + end);
        for (var i = 0; i < Words.Length; i++)
        {
            place -= weights[i];
            if (place < 0) return new TokenLogprob(Words[i], Math.Log(weights[i] / (weights.Sum() + end)));
        }

        return null;
    }

    // Not string.GetHashCode, which differs from process to process.
    private int HashCode(string text) => (int)text.Aggregate((uint)seed * 2654435761, static (hash, character) => (hash ^ character) * 16777619);

    /// <summary>A step that was asked for.</summary>
    /// <param name="Text">What had been written before it.</param>
    /// <param name="Limits">How it was asked for.</param>
    public sealed record Advance(string Text, StepLimits Limits);

    private sealed class Bill
    {
        public int Unpaid;
    }

    private sealed class Sequence : IStepSequence
    {
        private readonly ScriptedSteps _model;
        private readonly Bill _bill;
        private string _text;
        private bool _ended;
        private int _disposed;

        public Sequence(ScriptedSteps model, string text, Bill bill)
        {
            (_model, _text, _bill) = (model, text, bill);
            Interlocked.Increment(ref model._open);
        }

        public double LogprobSum { get; private set; }

        public IStepSequence Fork() => _disposed == 0 ? new Sequence(_model, _text, _bill) { LogprobSum = LogprobSum, _ended = _ended } : throw new InvalidOperationException("The sequence is disposed.");

        public async Task<DecodedStep> AdvanceAsync(StepLimits limits, CancellationToken cancellationToken)
        {
            if (_ended || _disposed > 0) throw new InvalidOperationException("The answer has ended.");
            var number = _model.Begin(_text, limits);
            var input = Interlocked.Exchange(ref _bill.Unpaid, 0);
            if (limits.Progress is not null) limits.Progress.InputTokens = input;
            try
            {
                if (_model.Waits is not null) await _model.Waits(number, cancellationToken);
                cancellationToken.ThrowIfCancellationRequested();
                if (_model.Fails?.Invoke(number, _text) is { } fault) throw new ModelCallException(fault);
                return Take(limits, input);
            }
            finally
            {
                _model.End();
            }
        }

        public ValueTask DisposeAsync()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) Interlocked.Decrement(ref _model._open);
            return ValueTask.CompletedTask;
        }

        private DecodedStep Take(StepLimits limits, int input)
        {
            var random = new Random((int)(limits.Seed ?? 0) ^ _model.HashCode(_text));
            var step = new StringBuilder();
            var tokens = new List<TokenLogprob>();
            while (tokens.Count < (limits.MaxTokens ?? int.MaxValue))
            {
                if (_model.Draw(_text + step, random) is not { } token)
                {
                    _ended = true;
                    break;
                }

                tokens.Add(token);
                step.Append(token.Token);
                if (limits.StopAt.Any(stop => step.ToString().Contains(stop, StringComparison.Ordinal))) break;
            }

            _text += step;
            LogprobSum += tokens.Sum(static token => token.Logprob);
            return new DecodedStep(step.ToString(), tokens, _ended ? ChatFinishReason.Stop : null)
            {
                Usage = new UsageDetails { InputTokenCount = input, OutputTokenCount = tokens.Count + (_ended ? 1 : 0) },
            };
        }
    }
}
