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
    /// <exception cref="ModelCallException">The body is an error, or not the protocol (<see cref="FaultKind.Malformed"/>).</exception>
    public static ChatResponse Read(ReadOnlyMemory<byte> utf8Json, string model)
    {
        var answers = ReadChoices(utf8Json, model, out var response);
        var wire = (WireCompletion)response.RawRepresentation!;
        foreach (var answer in answers) response.Messages.Add(answer.Message);
        response.FinishReason = wire.Choices[0].FinishReason is { } finish ? new ChatFinishReason(finish) : null;
        if (answers[0].Logprobs is { } logprobs) response.SetLogprobs(logprobs);
        return response;
    }

    /// <summary>Reads a body whose choices are samples: one response for each, the usage on the first.</summary>
    /// <inheritdoc cref="Read" path="/param"/>
    /// <inheritdoc cref="Read" path="/exception"/>
    public static IReadOnlyList<ChatResponse> ReadSamples(ReadOnlyMemory<byte> utf8Json, string model)
    {
        var answers = ReadChoices(utf8Json, model, out var whole);
        var wire = (WireCompletion)whole.RawRepresentation!;
        var samples = new ChatResponse[answers.Count];
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = new ChatResponse(answers[i].Message)
            {
                ResponseId = whole.ResponseId,
                ModelId = whole.ModelId,
                FinishReason = wire.Choices[i].FinishReason is { } finish ? new ChatFinishReason(finish) : null,
                Usage = i == 0 ? whole.Usage : null,
                RawRepresentation = wire.Only(wire.Choices[i]),
            };
            if (answers[i].Logprobs is { } logprobs) samples[i].SetLogprobs(logprobs);
        }

        return samples;
    }

    /// <summary>Reads the body into an empty response and, apart from it, its choices.</summary>
    private static List<ChoiceAnswer> ReadChoices(ReadOnlyMemory<byte> json, string model, out ChatResponse response)
    {
        try
        {
            if (!Utf8.IsValid(json.Span)) throw NotTheProtocol(model, "not valid UTF-8");
            return ReadBody(json, model, out response);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(model, "not JSON", fault);
        }
    }

    private static List<ChoiceAnswer> ReadBody(ReadOnlyMemory<byte> json, string model, out ChatResponse response)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol(model, "no JSON object");

        response = new ChatResponse();
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
            else if (name.SequenceEqual("error"u8) && reader.TokenType != JsonTokenType.Null) throw EndpointFaults.InBody(json, model);
            else if (name.SequenceEqual("object"u8) || name.SequenceEqual("created"u8) || name.SequenceEqual("error"u8)) reader.Skip();
            else
            {
                (others ??= []).Add(start.TakeField(json));
                reader = start;
            }
        }

        reader.Read();
        if (answers is not { Count: > 0 }) throw NotTheProtocol(model, "no choices");
        response.Usage = usage?.Details;
        response.RawRepresentation = new WireCompletion
        {
            Json = json,
            Choices = answers.ConvertAll(static answer => answer.Wire),
            Usage = usage,
            Others = others ?? [],
        };
        return answers;
    }

    private static ModelCallException NotTheProtocol(string model, string what, Exception? cause = null) =>
        new(new ModelFault(FaultKind.Malformed, $"model '{model}': the answer is no chat completion ({what})", cause));
}
