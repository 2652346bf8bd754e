using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>A parsed body of <c>POST /v1/embeddings</c>.</summary>
public sealed class EmbeddingRequest
{
    // OpenAI's limit.
    private const int MostInputs = 2048;

    private EmbeddingRequest(string model, IReadOnlyList<ModelText> inputs, bool base64, int? dimensions) =>
        (Model, Inputs, Base64, Dimensions) = (model, inputs, base64, dimensions);

    public string Model { get; }

    /// <summary>The texts, at least one.</summary>
    public IReadOnlyList<ModelText> Inputs { get; }

    /// <summary>Vectors are sent as the base64 of little-endian 32-bit floats.</summary>
    public bool Base64 { get; }

    /// <summary>The length of vector that was asked for, if any.</summary>
    public int? Dimensions { get; }

    /// <summary>Reads a request. Fields that are not known are passed over.</summary>
    /// <exception cref="InvalidRequestException">The body is not a legal request; nothing else is thrown, whatever the bytes are.</exception>
    public static EmbeddingRequest Parse(ReadOnlySpan<byte> utf8Json) => JsonBody.Read(utf8Json, Read);

    private static EmbeddingRequest Read(ref Utf8JsonReader reader)
    {
        string? model = null;
        IReadOnlyList<ModelText>? inputs = null;
        var base64 = false;
        int? dimensions = null;
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("model"u8)) model = Expect.Name(ref reader, "model");
            else if (name.SequenceEqual("input"u8)) inputs = ModelTextReader.Read(ref reader, "input", MostInputs);
            else if (name.SequenceEqual("encoding_format"u8)) base64 = ReadFormat(ref reader);
            else if (name.SequenceEqual("dimensions"u8)) dimensions = (int?)Expect.Integer(ref reader, "dimensions", 1, int.MaxValue);
            else reader.Skip();
        }

        reader.Read();
        return new EmbeddingRequest(
            model ?? throw Expect.Missing("model", "the name of a model, a string"),
            inputs ?? throw Expect.Missing("input", ModelTextReader.Legal),
            base64,
            dimensions);
    }

    private static bool ReadFormat(ref Utf8JsonReader reader) => Expect.Text(ref reader, "encoding_format") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw new InvalidFieldException("encoding_format", "must be float or base64", InvalidFieldException.WrongValue),
    };
}
