using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>A whole answer where a stream was asked for: some endpoints do not stream.</summary>
internal static class WholeAnswer
{
    /// <summary>An update for each choice, all with the answer's <see cref="WireCompletion"/>; the usage is with the last.</summary>
    public static IEnumerable<ChatResponseUpdate> AsUpdates(ChatResponse response)
    {
        var wire = (WireCompletion)response.RawRepresentation!;
        for (var i = 0; i < wire.Choices.Count; i++)
        {
            var update = new ChatResponseUpdate(ChatRole.Assistant, [.. response.Messages[i].Contents])
            {
                ResponseId = response.ResponseId,
                ModelId = response.ModelId,
                FinishReason = wire.Choices[i].FinishReason is { } finish ? new ChatFinishReason(finish) : null,
                RawRepresentation = wire,
            };
            if (wire.Choices[i].Index != 0) update.SetChoiceIndex(wire.Choices[i].Index);
            if (i == 0 && response.Logprobs() is { } logprobs) update.SetLogprobs(logprobs);
            if (i == wire.Choices.Count - 1 && response.Usage is { } usage) update.Contents.Add(new UsageContent(usage));
            yield return update;
        }
    }
}
