using System.Text;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Writes log probabilities of tokens that did not come from an endpoint, in OpenAI's form.</summary>
internal static class LogprobsWriter
{
    // OpenAI's number for "very unlikely"; JSON has no infinity.
    public const double Unlikely = -9999;

    public static void Write(Utf8JsonWriter writer, IReadOnlyList<TokenLogprob> tokens)
    {
        writer.WriteStartObject("logprobs"u8);
        writer.WriteStartArray("content"u8);
        foreach (var token in tokens)
        {
            WriteToken(writer, token);
            writer.WriteStartArray("top_logprobs"u8);
            foreach (var other in token.Top ?? [])
            {
                WriteToken(writer, other);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteNull("refusal"u8);
        writer.WriteEndObject();
    }

    /// <summary>Writes what a token and an alternative have in common, and leaves the object open.</summary>
    private static void WriteToken(Utf8JsonWriter writer, TokenLogprob token)
    {
        writer.WriteStartObject();
        writer.WriteString("token"u8, token.Token);
        writer.WriteNumber("logprob"u8, double.IsFinite(token.Logprob) ? token.Logprob : Unlikely);
        writer.WriteStartArray("bytes"u8);
        foreach (var unit in Encoding.UTF8.GetBytes(token.Token)) writer.WriteNumberValue(unit);
        writer.WriteEndArray();
    }
}
