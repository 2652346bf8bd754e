using System.Globalization;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Every field of <c>POST /v1/chat/completions</c> that the gateway reads, with its legal values. What is not here is forwarded.</summary>
internal static class RequestFields
{
    private const int MostChoices = 128;
    private const int MostTopLogprobs = 20;

    // Ordered by how often clients send them: the search is linear.
    private static readonly RequestField[] All =
    [
        new("model", static (ref reader, draft) => draft.Model = reader.TokenType == JsonTokenType.Null ? null : Expect.Name(ref reader, "")),
        new("messages", static (ref reader, draft) => draft.Messages = MessageReader.ReadAll(ref reader, draft.Json)),
        new("stream", static (ref reader, draft) => draft.Stream = Expect.Flag(ref reader, "") ?? false),
        new("temperature", static (ref reader, draft) => draft.Options.Temperature = (draft.Wire.Temperature = Number(ref reader, draft, 0, 2)).Value),
        new("max_tokens", static (ref reader, draft) => draft.MaxTokens = (int?)Expect.Integer(ref reader, "", 1, int.MaxValue)),
        new("max_completion_tokens", static (ref reader, draft) => draft.MaxCompletionTokens = (int?)Expect.Integer(ref reader, "", 1, int.MaxValue)),
        new("top_p", static (ref reader, draft) => draft.Options.TopP = (draft.Wire.TopP = Number(ref reader, draft, 0, 1)).Value),
        new("n", static (ref reader, draft) => draft.N = (int)(Expect.Integer(ref reader, "", 1, MostChoices) ?? 1)),
        new("stop", ReadStop),
        new("seed", static (ref reader, draft) => draft.Options.Seed = Expect.Integer(ref reader, "")),
        new("stream_options", ReadStreamOptions),
        new("tools", static (ref reader, draft) => draft.Options.Tools = ToolReader.ReadAll(ref reader, draft.Json)),
        new("tool_choice", static (ref reader, draft) => draft.Wire.ToolMode = ToolReader.ReadChoice(ref reader, draft.Json)),
        new("parallel_tool_calls", static (ref reader, draft) => draft.Options.AllowMultipleToolCalls = Expect.Flag(ref reader, "")),
        new("response_format", static (ref reader, draft) => draft.Wire.ResponseFormat = ResponseFormatReader.Read(ref reader, draft.Json)),
        new("logprobs", static (ref reader, draft) => draft.Logprobs = Expect.Flag(ref reader, "") ?? false),
        new("top_logprobs", static (ref reader, draft) => draft.TopLogprobs = (int?)Expect.Integer(ref reader, "", 0, MostTopLogprobs)),
        new("presence_penalty", static (ref reader, draft) => draft.Options.PresencePenalty = (draft.Wire.PresencePenalty = Number(ref reader, draft, -2, 2)).Value),
        new("frequency_penalty", static (ref reader, draft) => draft.Options.FrequencyPenalty = (draft.Wire.FrequencyPenalty = Number(ref reader, draft, -2, 2)).Value),
        new("logit_bias", ReadLogitBias) { Forwarded = true },
        new("top_k", static (ref reader, draft) => draft.Options.TopK = (int?)Expect.Integer(ref reader, "", int.MinValue, int.MaxValue)),
        new("gateway", static (ref reader, draft) => draft.Gateway = GatewayExtensionReader.Read(ref reader)),
    ];

    /// <summary>The field of that name; null where the gateway does not know it.</summary>
    public static RequestField? Find(ReadOnlySpan<byte> name)
    {
        foreach (var field in All)
        {
            if (field.Is(name)) return field;
        }

        return null;
    }

    private static Given<float?> Number(ref Utf8JsonReader reader, RequestDraft draft, double least, double most) =>
        Expect.Number(ref reader, "", least, most) is { } value ? new Given<float?>((float)value, reader.Slice(draft.Json)) : default;

    private static void ReadStop(ref Utf8JsonReader reader, RequestDraft draft)
    {
        const string legal = "a string or an array of strings";
        draft.Options.StopSequences = null;
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType == JsonTokenType.String)
        {
            draft.Options.StopSequences = [reader.GetString()!];
            return;
        }

        if (reader.TokenType != JsonTokenType.StartArray) throw Expect.WrongType(ref reader, "", legal);
        var stops = new List<string>();
        while (reader.NextItem())
        {
            if (reader.TokenType != JsonTokenType.String) throw Expect.WrongType(ref reader, $"[{stops.Count}]", "a string");
            stops.Add(reader.GetString()!);
        }

        if (stops.Count > 0) draft.Options.StopSequences = stops;
    }

    private static void ReadStreamOptions(ref Utf8JsonReader reader, RequestDraft draft)
    {
        draft.IncludeUsage = false;
        draft.HasStreamOptions = Expect.Object(ref reader, "");
        if (!draft.HasStreamOptions) return;
        while (reader.NextField())
        {
            if (reader.TakeName().SequenceEqual("include_usage"u8)) draft.IncludeUsage = Expect.Flag(ref reader, "include_usage") ?? false;
            else reader.Skip();
        }
    }

    private static void ReadLogitBias(ref Utf8JsonReader reader, RequestDraft draft)
    {
        var biases = new Dictionary<int, float>();
        draft.Options.SetLogitBias(biases);
        if (!Expect.Object(ref reader, "")) return;
        while (reader.NextField())
        {
            var name = System.Text.Encoding.UTF8.GetString(reader.TakeName());
            if (Expect.Number(ref reader, name, -100, 100) is not { } bias) throw Expect.WrongType(ref reader, name, "a number from -100 to 100");
            if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var token)) throw new InvalidFieldException(name, "must be named by a token's number, such as 50256", InvalidFieldException.WrongValue);
            biases[token] = (float)bias;
        }
    }
}
