using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Writes a whole answer to a client, a <c>chat.completion</c>.</summary>
public static class ChatCompletionWriter
{
    /// <summary>Writes one body.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="identity">What the answer is called.</param>
    /// <param name="answer">
    /// The run's updates. Where all of them carry a <see cref="WireCompletion"/> the answer is written from these, unknown fields included; else it
    /// is put together, each choice from the updates with its index (<see cref="Choices.ChoiceIndex"/>).
    /// </param>
    /// <param name="spend">What the whole run used; null leaves the usage out.</param>
    /// <param name="logprobs">The client asked for log probabilities.</param>
    /// <param name="gateway">Writes the value of the answer's <c>gateway</c> field; null leaves the field out.</param>
    public static void Write(
        IBufferWriter<byte> output, AnswerIdentity identity, IReadOnlyList<ChatResponseUpdate> answer, Spend? spend, bool logprobs, Action<Utf8JsonWriter>? gateway = null)
    {
        var completions = Completions(answer);
        using var writer = new Utf8JsonWriter(output, WireJson.Writing);
        writer.WriteStartObject();
        writer.WriteString("id"u8, identity.Id);
        writer.WriteString("object"u8, "chat.completion"u8);
        writer.WriteNumber("created"u8, identity.Created.ToUnixTimeSeconds());
        writer.WriteString("model"u8, identity.Model);
        if (completions is [var first, ..]) writer.WriteFields(gateway is null ? first.Wire.Others : OwnGateway.Without(first.Wire.Others));
        writer.WriteStartArray("choices"u8);
        if (completions is null) WriteFolded(writer, answer, logprobs);
        else WriteDelivered(writer, completions, logprobs);
        writer.WriteEndArray();
        if (spend is { } spent) UsageWriter.Write(writer, spent, completions is [var only] ? only.Wire.Usage : null);
        if (gateway is not null)
        {
            writer.WritePropertyName("gateway"u8);
            gateway(writer);
        }

        writer.WriteEndObject();
    }

    /// <summary>The completions that the answer consists of, each with its place in it; null where it consists of something else too.</summary>
    private static List<(int Index, WireCompletion Wire)>? Completions(IReadOnlyList<ChatResponseUpdate> answer)
    {
        var completions = new List<(int Index, WireCompletion Wire)>(1);
        foreach (var update in answer)
        {
            if (update.RawRepresentation is not WireCompletion completion) return null;

            // A completion is delivered in as many updates as it has messages.
            if (!completions.Exists(known => ReferenceEquals(known.Wire, completion))) completions.Add((update.ChoiceIndex(), completion));
        }

        return completions.Count > 0 ? completions : null;
    }

    private static void WriteDelivered(Utf8JsonWriter writer, List<(int Index, WireCompletion Wire)> completions, bool logprobs)
    {
        foreach (var (index, completion) in completions)
        {
            foreach (var choice in completion.Choices) ChoiceWriter.Write(writer, completion.Choices.Count == 1 ? choice.At(index) : choice, logprobs);
        }
    }

    private static void WriteFolded(Utf8JsonWriter writer, IReadOnlyList<ChatResponseUpdate> answer, bool logprobs)
    {
        // The first choice is there even where nothing was said: clients expect one.
        var choices = new SortedDictionary<int, FoldedChoice> { [0] = new FoldedChoice() };
        foreach (var update in answer)
        {
            var index = update.ChoiceIndex();
            if (!choices.TryGetValue(index, out var choice)) choices[index] = choice = new FoldedChoice();
            choice.Add(update);
        }

        foreach (var (index, choice) in choices) ChoiceWriter.Write(writer, index, choice, logprobs);
    }
}
