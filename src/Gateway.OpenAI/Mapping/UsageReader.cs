using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads an endpoint's <c>usage</c>.</summary>
internal static class UsageReader
{
    /// <summary>The usage; null for a JSON null or something that is no object.</summary>
    public static WireUsage? Read(ref Utf8JsonReader reader, ReadOnlyMemory<byte> json)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        var start = (int)reader.TokenStartIndex;
        var usage = new UsageDetails();
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("prompt_tokens"u8)) usage.InputTokenCount = Count(ref reader);
            else if (name.SequenceEqual("completion_tokens"u8)) usage.OutputTokenCount = Count(ref reader);
            else if (name.SequenceEqual("total_tokens"u8)) usage.TotalTokenCount = Count(ref reader);
            else if (name.SequenceEqual("prompt_tokens_details"u8)) usage.CachedInputTokenCount = Detail(ref reader, "cached_tokens"u8) ?? usage.CachedInputTokenCount;
            else if (name.SequenceEqual("completion_tokens_details"u8)) usage.ReasoningTokenCount = Detail(ref reader, "reasoning_tokens"u8);
            else if (name.SequenceEqual("prompt_cache_hit_tokens"u8)) usage.CachedInputTokenCount ??= Count(ref reader); // DeepSeek's name
            else reader.Skip();
        }

        return new WireUsage(usage, json[start..(int)reader.BytesConsumed]);
    }

    private static long? Detail(ref Utf8JsonReader reader, ReadOnlySpan<byte> wanted)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        long? count = null;
        while (reader.NextField())
        {
            if (reader.TakeName().SequenceEqual(wanted)) count = Count(ref reader);
            else reader.Skip();
        }

        return count;
    }

    private static long? Count(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Number) return Math.Max(0, reader.TryGetInt64(out var whole) ? whole : (long)reader.GetDouble());
        reader.Skip();
        return null;
    }
}
