using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.AI;

namespace Gateway.OpenAI;

/// <summary>Reads an endpoint's answer of <c>POST /v1/embeddings</c>.</summary>
internal static class EmbeddingReader
{
    /// <summary>Reads a body into the vectors of <paramref name="texts"/> texts, in the order of the texts, whatever order they came in.</summary>
    /// <param name="utf8Json">The body.</param>
    /// <param name="texts">How many vectors were asked for.</param>
    /// <param name="model">Who was asked, for error messages.</param>
    /// <param name="secret">The key that was sent: an endpoint that repeats it shall not make us do so.</param>
    /// <exception cref="ModelCallException">The body is an error, or not the protocol (<see cref="FaultKind.Malformed"/>).</exception>
    public static GeneratedEmbeddings<Embedding<float>> Read(ReadOnlyMemory<byte> utf8Json, int texts, string model, string? secret)
    {
        try
        {
            if (!Utf8.IsValid(utf8Json.Span)) throw NotTheProtocol(model, "not valid UTF-8");
            return ReadBody(utf8Json, texts, model, secret);
        }
        catch (JsonException fault)
        {
            throw NotTheProtocol(model, "not JSON", fault);
        }
    }

    private static GeneratedEmbeddings<Embedding<float>> ReadBody(ReadOnlyMemory<byte> json, int texts, string model, string? secret)
    {
        var reader = new Utf8JsonReader(json.Span);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol(model, "no JSON object");
        var vectors = new float[texts][];
        WireUsage? usage = null;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("data"u8) && reader.TokenType == JsonTokenType.StartArray) ReadData(ref reader, vectors, model);
            else if (name.SequenceEqual("usage"u8)) usage = UsageReader.Read(ref reader, json);
            else if (CompletionReader.IsError(ref reader, name)) throw EndpointFaults.InBody(json, model, secret);
            else reader.Skip();
        }

        reader.Read();
        if (Array.FindIndex(vectors, static vector => vector is null) is var missing and >= 0) throw NotTheProtocol(model, $"no vector for text {missing}");
        return new GeneratedEmbeddings<Embedding<float>>(vectors.Select(static vector => new Embedding<float>(vector))) { Usage = usage?.Details };
    }

    private static void ReadData(ref Utf8JsonReader reader, float[][] vectors, string model)
    {
        for (var place = 0; reader.NextItem(); place++)
        {
            if (reader.TokenType != JsonTokenType.StartObject) throw NotTheProtocol(model, "data holds something that is no object");
            var index = place;
            float[]? vector = null;
            while (reader.NextField())
            {
                var name = reader.TakeName();
                if (name.SequenceEqual("embedding"u8)) vector = ReadVector(ref reader, model);
                else if (name.SequenceEqual("index"u8) && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var told)) index = told;
                else reader.Skip();
            }

            if (index < 0 || index >= vectors.Length || vectors[index] is not null) throw NotTheProtocol(model, $"a vector with the index {index}, where {vectors.Length} were asked for");
            vectors[index] = vector ?? throw NotTheProtocol(model, "data without an embedding");
        }
    }

    private static float[] ReadVector(ref Utf8JsonReader reader, string model)
    {
        if (reader.TokenType != JsonTokenType.StartArray) throw NotTheProtocol(model, "an embedding that is no array of numbers");
        var vector = new List<float>();
        while (reader.NextItem())
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetSingle(out var number) || !float.IsFinite(number)) throw NotTheProtocol(model, "an embedding that is no array of numbers");
            vector.Add(number);
        }

        return vector.Count > 0 ? [.. vector] : throw NotTheProtocol(model, "an embedding without numbers");
    }

    private static ModelCallException NotTheProtocol(string model, string what, Exception? cause = null) =>
        new(new ModelFault(FaultKind.Malformed, $"model '{model}': the answer is no list of embeddings ({what})", cause));
}
