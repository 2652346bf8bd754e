using System.Diagnostics;
using Gateway.Llama.Native;
using Gateway.Llama.Sampling;

namespace Gateway.Benchmarks.Llama;

/// <summary>
/// What the engine's work takes at least: the same library, context and draws, in one loop on one thread, without queue, channels, text or a
/// schedule to find.
/// </summary>
internal sealed class BareLoop(BareModel model, int sequences, int contextTokens, int threads) : IDisposable
{
    /// <summary>The most tokens of a step, the same as the engine's: a prefill chunk.</summary>
    public const int BatchTokens = 512;

    private static readonly Dictionary<int, int> NoCounts = [];
    private readonly LlamaContext _context = model.OpenContext(sequences, contextTokens, threads);
    private readonly TokenBatch _batch = new(BatchTokens);
    private readonly SamplerScratch _scratch = new(model.Vocabulary.Count);

    /// <summary>
    /// Computes the prompt once, copies it to each sequence, and draws answers in all of them together. A sequence whose answer ends begins
    /// its next at the prompt's last token.
    /// </summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="settings">For each sequence its answers, one after another.</param>
    /// <param name="maxTokens">The most tokens of an answer.</param>
    /// <returns>The tokens drawn.</returns>
    public long Generate(int[] prompt, SamplerSettings[][] settings, int maxTokens)
    {
        var shared = prompt.Length - 1;
        for (var i = 0; i < sequences; i++) _context.Remove(i, 0);
        Prefill(prompt.AsSpan(0, shared));
        for (var i = 1; i < sequences; i++) _context.Copy(0, i, shared);
        var running = new List<BareSequence>();
        for (var i = 0; i < sequences; i++) running.Add(new BareSequence(i, prompt, settings[i]));
        var drawn = 0L;
        while (running.Count > 0)
        {
            _batch.Clear();
            foreach (var sequence in running) sequence.LogitsAt = _batch.Add(sequence.Pending, sequence.Position, sequence.Id, wantsLogits: true);
            Decode();
            for (var i = running.Count - 1; i >= 0; i--)
            {
                var sequence = running[i];
                var token = TokenSampler.Draw(_context.LogitsAt(sequence.LogitsAt), sequence.Settings, NoCounts, ref sequence.Random, _scratch);
                drawn++;
                if (sequence.Accept(token, maxTokens, model.Vocabulary.EndsAnswer(token))) continue;
                _context.Remove(sequence.Id, shared);
                if (!sequence.BeginNext()) running.RemoveAt(i);
            }
        }

        return drawn;
    }

    /// <summary>Computes a prompt in chunks and forgets it.</summary>
    /// <returns>The time of each full chunk.</returns>
    public IReadOnlyList<TimeSpan> TimeChunks(int[] prompt)
    {
        _context.Remove(0, 0);
        return Prefill(prompt);
    }

    public void Dispose()
    {
        _batch.Dispose();
        _context.Dispose();
    }

    private List<TimeSpan> Prefill(ReadOnlySpan<int> prompt)
    {
        var times = new List<TimeSpan>();
        for (var from = 0; from < prompt.Length; from += BatchTokens)
        {
            var end = Math.Min(prompt.Length, from + BatchTokens);
            var started = Stopwatch.GetTimestamp();
            _batch.Clear();
            for (var position = from; position < end; position++) _batch.Add(prompt[position], position, 0, wantsLogits: false);
            Decode();
            if (end - from == BatchTokens) times.Add(Stopwatch.GetElapsedTime(started));
        }

        return times;
    }

    private void Decode()
    {
        if (_context.Decode(_batch) is not 0 and var code) throw new InvalidOperationException($"llama_decode failed with code {code}.");
    }
}
