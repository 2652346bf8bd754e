using Gateway.Llama.Sampling;
using Gateway.Llama.Scheduling;
using Microsoft.Extensions.AI;

namespace Gateway.Llama;

/// <summary>An answer that grows step by step: its tokens, and what the cache happens to keep of them.</summary>
internal sealed class KvStepSequence : IStepSequence
{
    private readonly LlamaModel _model;
    private readonly PromptBill _bill;
    private readonly string? _share;
    private readonly List<int> _tokens;
    private byte[] _cut = [];
    private bool _advancing;
    private bool _ended;

    public KvStepSequence(LlamaModel model, IReadOnlyCollection<int> tokens, PromptBill bill, string? share)
    {
        _model = model;
        _bill = bill;
        _tokens = [.. tokens];
        _share = share;
    }

    public double LogprobSum { get; private set; }

    public IStepSequence Fork() => new KvStepSequence(_model, _tokens, _bill, _share) { LogprobSum = LogprobSum, _cut = _cut, _ended = _ended };

    public async Task<DecodedStep> AdvanceAsync(StepLimits limits, CancellationToken cancellationToken)
    {
        if (limits.MaxTokens is < 1) throw new ArgumentOutOfRangeException(nameof(limits), limits.MaxTokens, "A step has at least one token.");
        if (_ended) throw new InvalidOperationException("The answer has ended.");
        if (_advancing) throw new InvalidOperationException("An earlier step is still being made.");
        _advancing = true;
        try
        {
            return await DecodeAsync(limits, cancellationToken);
        }
        finally
        {
            _advancing = false;
        }
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        _model.Forget(this);
        return ValueTask.CompletedTask;
    }

    private async Task<DecodedStep> DecodeAsync(StepLimits limits, CancellationToken cancellationToken)
    {
        var settings = SamplerSettings.ForStep(limits);
        var room = _model.ContextTokens - _tokens.Count;
        var most = Math.Min(limits.MaxTokens ?? room, room);
        var request = new GenerationRequest(_tokens, settings, most) { Share = _share, Holder = this };
        var step = new StepText(_cut, limits.StopAt);
        var finished = false;
        var used = 0;
        var input = _bill.Take();
        var progress = limits.Progress;
        if (progress is not null) progress.InputTokens = input;
        _model.Submit(request);
        try
        {
            await foreach (var drawn in request.Drawn.ReadAllAsync(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                used++;
                if (progress is not null) progress.OutputTokens = used;
                if (finished = _model.Vocabulary.EndsAnswer(drawn.Token)) break;
                step.Add(drawn, _model.Vocabulary);
                if (step.Stopped) break;
            }

            request.End();
        }
        finally
        {
            request.Abandon();
            if (request.CachedTokens is null)
            {
                _bill.Return(input);
                if (progress is not null) progress.Queued = true;
            }
        }

        // As in whole answers, the end token counts: it took a step of the model like any other.
        var usage = new UsageDetails
        {
            InputTokenCount = input,
            CachedInputTokenCount = Math.Min(request.CachedTokens ?? 0, input),
            OutputTokenCount = used,
            TotalTokenCount = input + used,
        };
        return Take(step, finished) with { Usage = usage };
    }

    private DecodedStep Take(StepText step, bool finished)
    {
        _tokens.AddRange(step.Tokens);
        LogprobSum += step.Logprobs.Sum(static token => token.Logprob);
        var full = _tokens.Count >= _model.ContextTokens;
        _ended = finished || full;
        var text = step.Take(flush: _ended, out _cut);
        return new DecodedStep(text, step.Logprobs, finished ? ChatFinishReason.Stop : full ? ChatFinishReason.Length : null);
    }
}
