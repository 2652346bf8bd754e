using Microsoft.Extensions.AI;

namespace Gateway;

/// <summary>
/// What is known of a call while it runs. A client counts here as it works, so that a call which is abandoned halfway
/// is billed with what it used, not with nothing and not with its whole reservation.
/// </summary>
public sealed class CallProgress
{
    private const string Key = "gateway.progress";
    private long _inputTokens;
    private long _outputTokens;
    private volatile bool _queued;

    /// <summary>Whose call it is: where a model divides its capacity, all calls of one request count as one. Null: a call by itself.</summary>
    public string? Share { get; init; }

    /// <summary>The call waits for its turn and has cost nothing yet. Clients without a queue never set it.</summary>
    public bool Queued { get => _queued; set => _queued = value; }

    /// <summary>Prompt tokens, 0 until they are known.</summary>
    public long InputTokens { get => Volatile.Read(ref _inputTokens); set => Volatile.Write(ref _inputTokens, value); }

    /// <summary>Tokens generated so far.</summary>
    public long OutputTokens { get => Volatile.Read(ref _outputTokens); set => Volatile.Write(ref _outputTokens, value); }

    /// <summary>The progress that the engine attached to a call, if any.</summary>
    public static CallProgress? Of(ChatOptions? options) =>
        options?.AdditionalProperties is { } properties && properties.TryGetValue(Key, out var value) ? value as CallProgress : null;

    /// <summary>Gives it to whoever gets these options.</summary>
    public void AttachTo(ChatOptions options) => (options.AdditionalProperties ??= [])[Key] = this;
}
