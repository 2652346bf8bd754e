using System.Buffers;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Puts a stream together to the body that the endpoint would have sent whole: some stream although they were not asked to.</summary>
internal static class StreamFold
{
    public static async Task<ReadOnlyMemory<byte>> ReadAsync(UpstreamStream stream, RemoteModel model)
    {
        var updates = new List<ChatResponseUpdate>();
        do
        {
            while (stream.TryRead(out var update)) updates.Add(update);
        }
        while (await stream.FillAsync());

        var usage = updates.SelectMany(static update => update.Contents).OfType<UsageContent>().LastOrDefault()?.Details;
        var spend = new Spend(1, usage?.InputTokenCount ?? 0, usage?.CachedInputTokenCount ?? 0, usage?.OutputTokenCount ?? 0, 0)
        {
            ReasoningTokens = usage?.ReasoningTokenCount ?? 0,
        };
        var identity = new AnswerIdentity(updates.Find(static update => update.ResponseId is not null)?.ResponseId ?? "", DateTimeOffset.UnixEpoch, model.UpstreamModel);
        var body = new ArrayBufferWriter<byte>();
        ChatCompletionWriter.Write(body, identity, updates, usage is null ? null : spend, logprobs: true);
        return body.WrittenMemory;
    }
}
