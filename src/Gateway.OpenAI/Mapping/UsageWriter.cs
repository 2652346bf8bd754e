using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes <c>usage</c> to a client: the sums of a run, or the endpoint's own object where the run was that one call.</summary>
internal static class UsageWriter
{
    public static void Write(Utf8JsonWriter writer, Spend spend, WireUsage? upstream)
    {
        if (upstream is not null && upstream.Is(spend))
        {
            writer.WritePropertyName("usage"u8);
            writer.WriteRaw(upstream.Json);
            return;
        }

        writer.WriteStartObject("usage"u8);
        writer.WriteNumber("prompt_tokens"u8, spend.InputTokens);
        writer.WriteNumber("completion_tokens"u8, spend.OutputTokens);
        writer.WriteNumber("total_tokens"u8, spend.InputTokens + spend.OutputTokens);
        writer.WriteStartObject("prompt_tokens_details"u8);
        writer.WriteNumber("cached_tokens"u8, spend.CachedInputTokens);
        writer.WriteEndObject();
        writer.WriteStartObject("completion_tokens_details"u8);
        writer.WriteNumber("reasoning_tokens"u8, spend.ReasoningTokens);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}
