using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>What a chunk says beside its choices.</summary>
internal sealed record ChunkWhole(string? Id, string? ModelId, IReadOnlyList<WireField> Others, WireUsage? Usage)
{
    /// <summary>The update of a chunk without choices.</summary>
    public ChatResponseUpdate ToUpdate() => Fill(new ChatResponseUpdate(ChatRole.Assistant, []), new WireDelta { ChunkFields = Others, Usage = Usage });

    public ChatResponseUpdate Fill(ChatResponseUpdate update, WireDelta raw)
    {
        update.ResponseId = Id;
        update.ModelId = ModelId;
        update.RawRepresentation = raw;
        if (Usage is not null) update.Contents.Add(new UsageContent(Usage.Details));
        return update;
    }
}
