using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Live;

/// <summary>An answer that was bought once: a line of the store.</summary>
internal sealed record StoredCandidate
{
    public required string Key { get; init; }

    public required string Model { get; init; }

    public required string Text { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>Null where the model did not tell it.</summary>
    public long? InputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? ReasoningTokens { get; init; }

    public IReadOnlyList<TokenLogprob>? Logprobs { get; init; }

    public double? SelfCertainty { get; init; }

    /// <summary>Keeps an answer that is text alone.</summary>
    /// <returns>Null for any other.</returns>
    public static StoredCandidate? Of(string key, string model, ChatResponse response)
    {
        if (response.Messages.SelectMany(static message => message.Contents).Any(static content => content is not TextContent)) return null;
        return new StoredCandidate
        {
            Key = key,
            Model = model,
            Text = response.Text,
            FinishReason = response.FinishReason?.Value,
            InputTokens = response.Usage?.InputTokenCount,
            CachedInputTokens = response.Usage?.CachedInputTokenCount,
            OutputTokens = response.Usage?.OutputTokenCount,
            ReasoningTokens = response.Usage?.ReasoningTokenCount,
            Logprobs = response.Logprobs(),
            SelfCertainty = response.SelfCertainty(),
        };
    }

    /// <summary>It holds what the options want to know beside the text.</summary>
    public bool Serves(ChatOptions? options)
    {
        if (options.WantsSelfCertainty() && SelfCertainty is null) return false;
        return options.WantedTopLogprobs() is not { } top || (Logprobs is { } tokens && (top == 0 || tokens.All(static token => token.Top is not null)));
    }

    public ChatResponse ToResponse()
    {
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, Text))
        {
            ModelId = Model,
            FinishReason = FinishReason is null ? null : new ChatFinishReason(FinishReason),
        };
        if (InputTokens is not null || OutputTokens is not null)
        {
            response.Usage = new UsageDetails { InputTokenCount = InputTokens, CachedInputTokenCount = CachedInputTokens, OutputTokenCount = OutputTokens, ReasoningTokenCount = ReasoningTokens };
        }

        if (Logprobs is not null) response.SetLogprobs(Logprobs);
        if (SelfCertainty is { } certainty) response.SetSelfCertainty(certainty);
        return response;
    }

    public byte[] ToLine()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            JsonSerializer.Serialize(writer, this, JsonSerializerOptions.Default);
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <returns>Null where the line is none: a write that was cut off.</returns>
    public static StoredCandidate? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredCandidate>(line);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
