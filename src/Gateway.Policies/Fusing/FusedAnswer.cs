using Microsoft.Extensions.AI;

namespace Gateway.Policies;

/// <summary>
/// A fuser's answer as it comes. What carries no content yet is held back: as long as nothing was passed on, a fuser that fails, refuses or
/// says nothing can still be replaced by a draft.
/// </summary>
internal sealed class FusedAnswer : IAsyncDisposable
{
    private readonly IAsyncEnumerator<ChatResponseUpdate> _updates;
    private readonly List<ChatResponseUpdate> _held = [];

    private FusedAnswer(IAsyncEnumerator<ChatResponseUpdate> updates) => _updates = updates;

    /// <summary>Why there is no answer; null where there is one.</summary>
    public string? Failure { get; private set; }

    /// <summary>Makes the call and waits for its first content. Dispose it: that ends the call.</summary>
    public static async Task<FusedAnswer> BeginAsync(PolicyRun run, ModelCall call, CancellationToken cancellationToken)
    {
        var answer = new FusedAnswer(run.StreamAsync(call, cancellationToken).GetAsyncEnumerator(cancellationToken));
        try
        {
            answer.Failure = await answer.HoldAsync();
        }
        catch (NoCandidateException failed)
        {
            answer.Failure = $"failed ({failed.Message})";
        }
        catch
        {
            await answer.DisposeAsync();
            throw;
        }

        return answer;
    }

    /// <summary>The answer from its beginning. To be read once.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> ReadAsync()
    {
        foreach (var update in _held) yield return update;
        while (await _updates.MoveNextAsync()) yield return _updates.Current;
    }

    public ValueTask DisposeAsync() => _updates.DisposeAsync();

    /// <returns>Null at the first content; else, at the end of an answer without any, what it was.</returns>
    private async Task<string?> HoldAsync()
    {
        var refused = false;
        while (await _updates.MoveNextAsync())
        {
            var update = _updates.Current;
            _held.Add(update);
            if (update.Contents.Any(IsContent)) return null;
            refused |= Draft.Refuses(update.Contents, update.FinishReason);
        }

        return refused ? "refused to answer" : "answered nothing";
    }

    /// <summary>A client could use it as an answer. Reasoning alone is none.</summary>
    private static bool IsContent(AIContent content) => content switch
    {
        TextContent text => !string.IsNullOrWhiteSpace(text.Text),
        TextReasoningContent or UsageContent or ErrorContent => false,
        _ => true,
    };
}
