using System.Collections.Concurrent;
using Gateway.Llama.Native;
using Gateway.Llama.Sampling;
using Gateway.Llama.Templates;
using Microsoft.Extensions.Logging;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// Continuous batching: each step decodes one token of every running answer together with pieces of new prompts, so that many samples cost
/// little more than one. Runs on the owner thread alone, but for <see cref="Post"/>.
/// </summary>
internal sealed partial class DecodeLoop(LlamaContext context, SlotPool slots, WaitingRequests waiting, Vocabulary vocabulary, int batchTokens, ILogger logger)
    : IDisposable
{
    // llama_decode's code for a cache without room; the context is then as it was before.
    private const int NoRoom = 1;

    private readonly StepPlan _plan = new(batchTokens);
    private readonly SamplerScratch _scratch = new(vocabulary.Count);
    private readonly ConcurrentQueue<Action<SlotPool>> _posted = new();
    private readonly Func<int, bool> _endsAnswer = vocabulary.EndsAnswer;

    // After a request lost its cells nobody new begins before somebody has ended: they would take each other's cells in turn.
    private bool _crowded;

    /// <summary>Makes one step.</summary>
    /// <returns>False where there was nothing to do.</returns>
    public bool Step()
    {
        while (_posted.TryDequeue(out var action)) action(slots);
        foreach (var slot in slots.All)
        {
            if (slot.Running is not { Left: true } request) continue;
            slots.Leave(slot, request.Kept);
            _crowded = false;
        }

        waiting.Sweep();
        if (!_crowded || slots.IsIdle) waiting.Admit(slots);
        slots.Trim();
        _plan.Fill(slots.All);
        if (_plan.Parts.Count == 0) return false;

        var code = Decode();
        if (code == 0) DrawAll();
        else FailBatch(code);
        return true;
    }

    /// <summary>Runs <paramref name="action"/> on the owner thread before the next step. Safe from any thread.</summary>
    public void Post(Action<SlotPool> action) => _posted.Enqueue(action);

    /// <summary>Ends everything that runs or waits.</summary>
    public void FailAll(ModelFault fault)
    {
        foreach (var slot in slots.All) slot.Running?.Fail(fault);
        waiting.FailAll(fault);
    }

    public void Dispose()
    {
        _plan.Dispose();
        context.Dispose();
    }

    /// <summary>Decodes the plan. Without room, kept prefixes go first, then the newest requests wait.</summary>
    private int Decode()
    {
        while (true)
        {
            var code = context.Decode(_plan.Batch);
            if (code != NoRoom) return code;
            if (slots.Evict()) continue;
            if (slots.Preempt() is not { } request) return code;
            Preempted(logger, request.Tokens.Length);
            request.Send();
            waiting.Return(request);
            _crowded = true;
            _plan.Fill(slots.All);
        }
    }

    private void DrawAll()
    {
        foreach (var part in _plan.Parts)
        {
            var slot = part.Slot;
            var request = slot.Running!;
            if (request.ScoresPrompt) Score(part, request);
            slot.Advance(part.Tokens);
            if (!part.Draws) continue;
            try
            {
                if (request.Draw(context.LogitsAt(part.FirstAt + part.Tokens - 1), _scratch, _endsAnswer)) continue;
                request.Complete();
                slots.Release(slot);
            }
            catch (NotFiniteNumberException e)
            {
                request.Fail(new ModelFault(FaultKind.Upstream, e.Message, e));
                slots.Discard(slot);
            }
            catch (ModelCallException e)
            {
                request.Fail(e.Fault);
                slots.Release(slot);
            }

            _crowded = false;
        }
    }

    private void Score(StepPart part, GenerationRequest request)
    {
        var first = part.Slot.Cells.Length;
        for (var i = 0; i < part.Tokens && first + i < request.PromptTokens - 1; i++) request.Score(first + i + 1, context.LogitsAt(part.FirstAt + i));
    }

    private void FailBatch(int code)
    {
        DecodeFailed(logger, code, _plan.Batch.Count, _plan.Parts.Count);
        var fault = new ModelFault(FaultKind.Upstream, $"llama_decode failed with code {code}");
        foreach (var part in _plan.Parts)
        {
            // Nobody knows what the cells hold now.
            part.Slot.Running!.Fail(fault);
            slots.Discard(part.Slot);
        }

        _crowded = false;
    }

    [LoggerMessage(EventId = 3003, Level = LogLevel.Error, Message = "llama_decode failed with code {Code} on {Tokens} tokens of {Sequences} sequences; their answers have failed")]
    private static partial void DecodeFailed(ILogger logger, int code, int tokens, int sequences);

    [LoggerMessage(EventId = 3006, Level = LogLevel.Debug, Message = "The cache is full: an answer of {Tokens} tokens waits and will be computed again")]
    private static partial void Preempted(ILogger logger, int tokens);
}
