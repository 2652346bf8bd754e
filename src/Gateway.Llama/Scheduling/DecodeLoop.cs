using Gateway.Llama.Native;
using Gateway.Llama.Sampling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// Continuous batching: each step decodes one token of every running answer together with pieces of new prompts, so that many samples cost
/// little more than one. Runs on the owner thread alone.
/// </summary>
internal sealed partial class DecodeLoop(LlamaContext context, SequencePool sequences, WaitingRequests waiting, Vocabulary vocabulary, int batchTokens, ILogger logger)
    : IDisposable
{
    private readonly TokenBatch _batch = new(batchTokens);
    private readonly SamplerScratch _scratch = new(vocabulary.Count);
    private readonly List<Sequence> _inBatch = [];
    private readonly Func<int, bool> _endsAnswer = vocabulary.EndsAnswer;

    /// <summary>Makes one step.</summary>
    /// <returns>False where there was nothing to do.</returns>
    public bool Step()
    {
        foreach (var sequence in sequences.All)
        {
            if (sequence.Running is { Abandoned: true } request)
            {
                request.Complete();
                sequences.Release(sequence);
            }
        }

        waiting.Admit(sequences.TryStart, () => sequences.HasFree);
        Pack();
        if (_batch.Count == 0) return false;

        var code = context.Decode(_batch);
        if (code == 0) SampleAll();
        else FailBatch(code);
        return true;
    }

    /// <summary>Ends everything that runs or waits.</summary>
    public void FailAll(ModelFault fault)
    {
        foreach (var sequence in sequences.All) sequence.Running?.Fail(fault);
        waiting.FailAll(fault);
    }

    public void Dispose()
    {
        _batch.Dispose();
        context.Dispose();
    }

    // Running answers first: a long prompt must not stop the tokens of others.
    private void Pack()
    {
        _batch.Clear();
        _inBatch.Clear();
        foreach (var sequence in sequences.All)
        {
            if (sequence.Free || sequence.Prefilling) continue;
            sequence.Advance(1, _batch.Add(sequence.Pending, sequence.Filled, sequence.Id, wantsLogits: true));
            _inBatch.Add(sequence);
        }

        foreach (var sequence in sequences.All)
        {
            if (!sequence.Prefilling || _batch.Room == 0) continue;
            AddPrompt(sequence);
            _inBatch.Add(sequence);
        }
    }

    private void AddPrompt(Sequence sequence)
    {
        var prompt = sequence.Running!.Prompt;
        var first = sequence.Filled;
        var end = Math.Min(prompt.Length, first + _batch.Room);
        var place = -1;
        for (var position = first; position < end; position++)
        {
            var last = position == prompt.Length - 1;
            var at = _batch.Add(prompt[position], position, sequence.Id, last);
            if (last) place = at;
        }

        sequence.Advance(end - first, place);
    }

    private void SampleAll()
    {
        foreach (var sequence in _inBatch)
        {
            if (sequence.LogitsAt < 0) continue;
            var request = sequence.Running!;
            try
            {
                if (sequence.Accept(context.LogitsAt(sequence.LogitsAt), _scratch, _endsAnswer)) continue;
                request.Complete();
                sequences.Release(sequence);
            }
            catch (NotFiniteNumberException e)
            {
                request.Fail(new ModelFault(FaultKind.Upstream, e.Message, e));
                sequences.Discard(sequence);
            }
        }
    }

    private void FailBatch(int code)
    {
        DecodeFailed(logger, code, _batch.Count, _inBatch.Count);
        foreach (var sequence in _inBatch)
        {
            sequence.Running!.Fail(new ModelFault(FaultKind.Upstream, $"llama_decode failed with code {code}"));
            sequences.Discard(sequence);
        }
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "llama_decode failed with code {Code} on {Tokens} tokens of {Sequences} sequences; their answers have failed")]
    private static partial void DecodeFailed(ILogger logger, int code, int tokens, int sequences);
}
