using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace Gateway.Evals.Live;

/// <summary>An answer that was bought once: a line of the store.</summary>
internal sealed record StoredCandidate
{
    // A token without a log probability, or one that a grammar forbids, has -Infinity.
    private static readonly JsonSerializerOptions Lines = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, RespectNullableAnnotations = true };

    public required string Key { get; init; }

    public required string Model { get; init; }

    public required string Text { get; init; }

    /// <summary>What the model thought before the text, where it tells that apart.</summary>
    public string? Reasoning { get; init; }

    public string? FinishReason { get; init; }

    /// <summary>Null where the model did not tell it.</summary>
    public long? InputTokens { get; init; }

    public long? CachedInputTokens { get; init; }

    public long? OutputTokens { get; init; }

    public long? ReasoningTokens { get; init; }

    public IReadOnlyList<TokenLogprob>? Logprobs { get; init; }

    public double? SelfCertainty { get; init; }

    /// <summary>Keeps an answer that is text, with its reasoning.</summary>
    /// <returns>Null for any other.</returns>
    public static StoredCandidate? Of(string key, string model, ChatResponse response)
    {
        var contents = response.Messages.SelectMany(static message => message.Contents).ToArray();
        if (contents.Any(static content => content is not (TextContent or TextReasoningContent))) return null;
        return new StoredCandidate
        {
            Key = key,
            Model = model,
            Text = response.Text,
            Reasoning = string.Concat(contents.OfType<TextReasoningContent>().Select(static reasoning => reasoning.Text)) is { Length: > 0 } reasoning ? reasoning : null,
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
        return options.WantedTopLogprobs() is not { } top || (Logprobs is { } tokens && HasTop(tokens, top));
    }

    // At single positions an endpoint may give fewer than it was asked for.
    private static bool HasTop(IReadOnlyList<TokenLogprob> tokens, int top) =>
        top == 0 || tokens.Count == 0 || (tokens.All(static token => token.Top is not null) && tokens.Max(static token => token.Top!.Count) >= top);

    public ChatResponse ToResponse()
    {
        List<AIContent> contents = Reasoning is null ? [new TextContent(Text)] : [new TextReasoningContent(Reasoning), new TextContent(Text)];
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
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
            JsonSerializer.Serialize(writer, this, Lines);
        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <returns>Null where the line is none: a write that was cut off.</returns>
    public static StoredCandidate? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredCandidate>(line, Lines);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
