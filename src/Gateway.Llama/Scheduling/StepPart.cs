namespace Gateway.Llama.Scheduling;

/// <summary>What one slot has in a step.</summary>
/// <param name="Slot">The slot.</param>
/// <param name="Tokens">How many tokens.</param>
/// <param name="FirstAt">The first one's place in the batch; the others follow.</param>
/// <param name="Draws">The last one is the request's last: its logits are there to draw the next.</param>
internal readonly record struct StepPart(Slot Slot, int Tokens, int FirstAt, bool Draws);
