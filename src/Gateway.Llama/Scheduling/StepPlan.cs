using Gateway.Llama.Native;

namespace Gateway.Llama.Scheduling;

/// <summary>
/// What one decode step computes: a token of each running answer, and pieces of new prompts in the room that is left. Running answers come
/// first and bound the pieces, so that a long prompt does not stall them; prompts get equal pieces, so that a long one does not stall a short
/// one. Touched by the owner thread alone.
/// </summary>
/// <param name="batchTokens">The most tokens of one step.</param>
internal sealed class StepPlan(int batchTokens) : IDisposable
{
    // A step that also computes a piece of this size takes a small multiple of a step without, on a CPU too.
    private readonly int _besideAnswers = Math.Max(1, batchTokens / 4);
    private readonly List<Slot> _prefilling = [];
    private readonly List<(Slot Slot, int Tokens, int LogitsAt)> _parts = [];

    public TokenBatch Batch { get; } = new(batchTokens);

    /// <summary>Each slot with the tokens that it has in the batch, and the place of its last token's logits; -1 where none are computed.</summary>
    public IReadOnlyList<(Slot Slot, int Tokens, int LogitsAt)> Parts => _parts;

    public void Fill(IReadOnlyList<Slot> slots)
    {
        Batch.Clear();
        _parts.Clear();
        _prefilling.Clear();
        foreach (var slot in slots)
        {
            if (slot.Free) continue;
            if (slot.Prefilling) _prefilling.Add(slot);
            else Add(slot, 1);
        }

        if (_prefilling.Count == 0) return;
        var room = Batch.Count > 0 ? Math.Min(_besideAnswers, Batch.Room) : Batch.Room;

        // Shortest first: what it does not need of its piece goes to the longer ones.
        _prefilling.Sort(static (a, b) => a.Missing != b.Missing ? a.Missing.CompareTo(b.Missing) : a.Running!.StartedAt.CompareTo(b.Running!.StartedAt));
        for (var i = 0; i < _prefilling.Count && room > 0; i++)
        {
            var tokens = Math.Min(_prefilling[i].Missing, Math.Max(1, room / (_prefilling.Count - i)));
            Add(_prefilling[i], tokens);
            room -= tokens;
        }
    }

    public void Dispose() => Batch.Dispose();

    private void Add(Slot slot, int tokens)
    {
        var all = slot.Running!.Tokens;
        var first = slot.Cells.Length;
        var place = -1;
        for (var position = first; position < first + tokens; position++)
        {
            var last = position == all.Length - 1;
            var at = Batch.Add(all[position], position, slot.Id, last);
            if (last) place = at;
        }

        _parts.Add((slot, tokens, place));
    }
}
