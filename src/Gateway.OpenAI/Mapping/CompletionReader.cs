using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads an endpoint's whole answer, a <c>chat.completion</c>.</summary>
public static class CompletionReader
{
    /// <summary>Reads a body into a response with one message for each choice and a <see cref="WireCompletion"/> as its raw representation.</summary>
    /// <param name="utf8Json">The body; slices of it are kept.</param>
    /// <param name="model">Who was asked, for error messages.</param>
    /// <param name="secret">The key that was sent: an endpoint that repeats it shall not make us do so.</param>
    /// <exception cref="ModelCallException">The body is an error, or not the protocol (<see cref="FaultKind.Malformed"/>).</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> utf8Json, string model, string? secret = null)
    {
        try
        {
            if (!Utf8.IsValid(utf8Json.Span)) throw NotTheProtocol(model, "not valid UTF-8");
            return ReadBody(utf8Json, model, secret);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(model, "not JSON", fault);
        }
    }

    /// <summary>Reads a body whose choices are samples: one response for each as if it had been asked for alone, the usage on the first.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IReadOnlyList<ChatResponse> ReadSamples(ReadOnlyMemory<byte> utf8Json, string model, string? secret = null)
    {
        var whole = Read(utf8Json, model, secret);
        var completion = (WireCompletion)whole.RawRepresentation!;
        if (completion.Choices.Count == 1) return [whole];
        return [.. completion.Choices.Select((choice, place) => Read(SampleWriter.Write(whole, choice, place == 0 ? completion.Usage : null), model))];
    }

    private static ChatResponse ReadBody(ReadOnlyMemory<byte> json, string model, string? secret)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol(model, "no JSON object");

        var response = new ChatResponse();
        List<ChoiceAnswer>? answers = null;
        List<WireField>? others = null;
        WireUsage? usage = null;
        while (reader.NextField())
        {
            var start = reader;
            var name = reader.TakeName();
            if (name.SequenceEqual("choices"u8)) answers = ChoiceReader.ReadAll(ref reader, json);
            else if (name.SequenceEqual("usage"u8)) usage = UsageReader.Read(ref reader, json);
            else if (name.SequenceEqual("id"u8)) response.ResponseId = WireText.ReadOrNull(ref reader);
            else if (name.SequenceEqual("model"u8)) response.ModelId = WireText.ReadOrNull(ref reader);
            else if (IsError(ref reader, name)) throw EndpointFaults.InBody(json, model, secret);
            else if (name.SequenceEqual("object"u8) || name.SequenceEqual("created"u8) || name.SequenceEqual("error"u8)) reader.Skip();
            else
            {
                (others ??= []).Add(start.TakeField(json));
                reader = start;
            }
        }

        // Throws where anything but white space follows the object.
        reader.Read();
        if (answers is not { Count: > 0 }) throw NotTheProtocol(model, "no choices");
        Fill(response, answers);
        response.Usage = usage?.Details;
        response.RawRepresentation = new WireCompletion
        {
            Json = json,
            Choices = answers.ConvertAll(static answer => answer.Wire),
            Usage = usage,
            Others = others ?? (IReadOnlyList<WireField>)[],
        };
        return response;
    }

    private static void Fill(ChatResponse response, List<ChoiceAnswer> answers)
    {
        foreach (var answer in answers) response.Messages.Add(answer.Message);
        if (answers[0].Wire.FinishReason is { } finish) response.FinishReason = new ChatFinishReason(finish);
        if (answers[0].Logprobs is { } logprobs) response.SetLogprobs(logprobs);
    }

    /// <summary>An error in place of an answer: an <c>error</c> object, or, in vLLM's older form, an object that calls itself one.</summary>
    internal static bool IsError(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) =>
        name.SequenceEqual("error"u8) ? reader.TokenType != JsonTokenType.Null
        : name.SequenceEqual("object"u8) && reader.TokenType == JsonTokenType.String && reader.ValueSpan.SequenceEqual("error"u8);

    private static ModelCallException NotTheProtocol(string model, string what, Exception? cause = null) =>
        new(new ModelFault(FaultKind.Malformed, $"model '{model}': the answer is no chat completion ({what})", cause));
}
