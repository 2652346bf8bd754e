using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>
/// Writes the request to an endpoint. What the client sent goes on as it came; <see cref="ChatOptions"/> rules over the settings that it
/// knows, since a policy may have changed them.
/// </summary>
public static class RequestMapping
{
    /// <summary>Writes one request body.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="messages">The conversation. A message that carries a <see cref="RawJson"/> is written verbatim.</param>
    /// <param name="options">The settings, with the client's own request inside where there is one.</param>
    /// <param name="model">What the endpoint calls the model.</param>
    /// <param name="stream">Ask for a stream, and for its usage at the end.</param>
    /// <param name="n">How many choices to ask for.</param>
    /// <exception cref="ModelCallException">A policy's message holds something that the protocol has no form for (<see cref="FaultKind.Refused"/>).</exception>
    public static void Write(IBufferWriter<byte> output, IEnumerable<ChatMessage> messages, ChatOptions? options, string model, bool stream, int n)
    {
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("model"u8, model);
        writer.WriteStartArray("messages"u8);
        foreach (var message in messages) MessageWriter.Write(writer, message);
        writer.WriteEndArray();
        if (options is not null) WriteSettings(writer, options);
        if (n > 1) writer.WriteNumber("n"u8, n);
        if (stream)
        {
            writer.WriteBoolean("stream"u8, true);
            writer.WriteStartObject("stream_options"u8);
            writer.WriteBoolean("include_usage"u8, true);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteSettings(Utf8JsonWriter writer, ChatOptions options)
    {
        var request = WireRequest.Of(options);
        WriteNumber(writer, "temperature"u8, options.Temperature, request?.Temperature ?? default);
        WriteNumber(writer, "top_p"u8, options.TopP, request?.TopP ?? default);
        if (options.TopK is { } topK) writer.WriteNumber("top_k"u8, topK);
        WriteNumber(writer, "presence_penalty"u8, options.PresencePenalty, request?.PresencePenalty ?? default);
        WriteNumber(writer, "frequency_penalty"u8, options.FrequencyPenalty, request?.FrequencyPenalty ?? default);
        if (options.MaxOutputTokens is { } limit) writer.WriteNumber(request is { UsesMaxCompletionTokens: true } ? "max_completion_tokens"u8 : "max_tokens"u8, limit);
        if (options.Seed is { } seed) writer.WriteNumber("seed"u8, seed);
        if (options.StopSequences is { Count: > 0 } stops)
        {
            writer.WriteStartArray("stop"u8);
            foreach (var stop in stops) writer.WriteStringValue(stop);
            writer.WriteEndArray();
        }

        if (options.WantedTopLogprobs() is { } top)
        {
            writer.WriteBoolean("logprobs"u8, true);
            if (top > 0) writer.WriteNumber("top_logprobs"u8, top);
        }

        WriteResponseFormat(writer, options, request?.ResponseFormat ?? default);
        ToolWriter.Write(writer, options, request);
        if (request is not null) writer.WriteFields(request.Others);
    }

    private static void WriteNumber(Utf8JsonWriter writer, ReadOnlySpan<byte> name, float? value, Given<float?> given)
    {
        if (value is not { } number) return;
        writer.WritePropertyName(name);
        if (given.Is(value)) writer.WriteRaw(given.Json);
        else writer.WriteNumberValue(number);
    }

    private static void WriteResponseFormat(Utf8JsonWriter writer, ChatOptions options, Given<ChatResponseFormat?> given)
    {
        if (options.ResponseFormat is not { } format) return;
        if (given.Is(format))
        {
            writer.WritePropertyName("response_format"u8);
            writer.WriteRaw(given.Json);
            return;
        }

        writer.WriteStartObject("response_format"u8);
        if (format is not ChatResponseFormatJson json)
        {
            writer.WriteString("type"u8, "text"u8);
        }
        else if (json.Schema is not { } schema)
        {
            writer.WriteString("type"u8, "json_object"u8);
        }
        else
        {
            writer.WriteString("type"u8, "json_schema"u8);
            writer.WriteStartObject("json_schema"u8);
            writer.WriteString("name"u8, json.SchemaName ?? "answer");
            if (json.SchemaDescription is { } description) writer.WriteString("description"u8, description);
            writer.WritePropertyName("schema"u8);
            schema.WriteTo(writer);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
