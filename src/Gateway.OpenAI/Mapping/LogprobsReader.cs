using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Reads the log probabilities of a choice.</summary>
internal static class LogprobsReader
{
    /// <summary>The tokens; null where the endpoint gave none. The reader moves to the value's end.</summary>
    public static List<TokenLogprob>? Read(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            return null;
        }

        List<TokenLogprob>? tokens = null;
        while (reader.NextField())
        {
            if (reader.TakeName().SequenceEqual("content"u8)) tokens = ReadTokens(ref reader);
            else reader.Skip();
        }

        return tokens;
    }

    private static List<TokenLogprob>? ReadTokens(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            reader.Skip();
            return null;
        }

        var tokens = new List<TokenLogprob>();
        while (reader.NextItem())
        {
            if (reader.TokenType == JsonTokenType.StartObject) tokens.Add(ReadToken(ref reader));
            else reader.Skip();
        }

        return tokens;
    }

    private static TokenLogprob ReadToken(ref Utf8JsonReader reader)
    {
        var token = "";
        var logprob = double.NegativeInfinity;
        List<TokenLogprob>? top = null;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("token"u8)) token = WireText.ReadOrNull(ref reader) ?? "";
            else if (name.SequenceEqual("logprob"u8) && reader.TokenType == JsonTokenType.Number) logprob = reader.GetDouble();
            else if (name.SequenceEqual("top_logprobs"u8)) top = ReadTokens(ref reader);
            else reader.Skip();
        }

        return new TokenLogprob(token, logprob) { Top = top is { Count: > 0 } ? top : null };
    }
}
