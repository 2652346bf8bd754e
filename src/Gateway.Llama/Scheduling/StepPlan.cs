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

    // Each position with logits takes a row as long as the vocabulary: 512 of them would be hundreds of megabytes.
    private const int MaxScored = 32;
    private readonly List<Slot> _prefilling = [];
    private readonly List<StepPart> _parts = [];

    public TokenBatch Batch { get; } = new(batchTokens);

    public IReadOnlyList<StepPart> Parts => _parts;

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
            if (_prefilling[i].Running!.ScoresPrompt) tokens = Math.Min(tokens, MaxScored);
            Add(_prefilling[i], tokens);
            room -= tokens;
        }
    }

    public void Dispose() => Batch.Dispose();

    private void Add(Slot slot, int tokens)
    {
        var request = slot.Running!;
        var first = slot.Cells.Length;
        var place = Batch.Count;
        for (var position = first; position < first + tokens; position++) Batch.Add(request.Tokens[position], position, slot.Id, request.WantsLogits(position));
        _parts.Add(new StepPart(slot, tokens, place, Draws: first + tokens == request.Tokens.Length));
    }
}
