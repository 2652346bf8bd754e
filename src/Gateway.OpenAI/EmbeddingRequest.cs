using System.Text.Json;
using System.Text.Unicode;

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
    public static EmbeddingRequest Parse(ReadOnlySpan<byte> utf8Json)
    {
        if (!Utf8.IsValid(utf8Json)) throw new InvalidRequestException("the body is not valid UTF-8", null);
        try
        {
            return Read(utf8Json);
        }
        catch (InvalidFieldException fault)
        {
            throw fault.ToInvalidRequest();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // GetString throws the latter for one half of a surrogate pair.
            throw new InvalidRequestException("the body is not valid JSON", null);
        }
    }

    private static EmbeddingRequest Read(ReadOnlySpan<byte> json)
    {
        string? model = null;
        IReadOnlyList<ModelText>? inputs = null;
        var base64 = false;
        int? dimensions = null;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject) throw new InvalidRequestException("the body must be a JSON object", null);
        while (reader.NextField())
        {
            var name = reader.TakeName();
            if (name.SequenceEqual("model"u8)) model = Expect.Name(ref reader, "model");
            else if (name.SequenceEqual("input"u8)) inputs = ReadInput(ref reader);
            else if (name.SequenceEqual("encoding_format"u8)) base64 = ReadFormat(ref reader);
            else if (name.SequenceEqual("dimensions"u8)) dimensions = (int?)Expect.Integer(ref reader, "dimensions", 1, int.MaxValue);
            else reader.Skip();
        }

        reader.Read();
        return new EmbeddingRequest(
            model ?? throw Expect.Missing("model", "the name of a model, a string"),
            inputs ?? throw Expect.Missing("input", Legal),
            base64,
            dimensions);
    }

    private const string Legal = "a string, an array of strings, an array of tokens, or an array of arrays of tokens";

    private static bool ReadFormat(ref Utf8JsonReader reader) => Expect.Text(ref reader, "encoding_format") switch
    {
        null or "float" => false,
        "base64" => true,
        _ => throw new InvalidFieldException("encoding_format", "must be float or base64", InvalidFieldException.WrongValue),
    };

    private static List<ModelText>? ReadInput(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.String) return [new ModelText(reader.GetString()!)];
        if (!Expect.Array(ref reader, "input", "strings or tokens")) return null;
        var inputs = new List<ModelText>();
        List<int>? tokens = null;
        while (reader.NextItem())
        {
            var path = $"input[{(tokens?.Count ?? inputs.Count)}]";
            switch (reader.TokenType)
            {
                case JsonTokenType.String when tokens is null: inputs.Add(new ModelText(reader.GetString()!)); break;
                case JsonTokenType.StartArray when tokens is null: inputs.Add(new ModelText(ReadTokens(ref reader, path))); break;
                case JsonTokenType.Number when inputs.Count == 0: (tokens ??= []).Add(ReadToken(ref reader, path)); break;
                default: throw Expect.WrongType(ref reader, path, "of the same kind as the others: strings, tokens, or arrays of tokens");
            }

            if (inputs.Count > MostInputs) throw new InvalidFieldException("input", $"has more than {MostInputs} texts", InvalidFieldException.WrongValue);
        }

        if (tokens is not null) return [new ModelText(tokens)];
        return inputs.Count > 0 ? inputs : throw new InvalidFieldException("input", "must not be empty", InvalidFieldException.WrongValue);
    }

    private static List<int> ReadTokens(ref Utf8JsonReader reader, string path)
    {
        var tokens = new List<int>();
        while (reader.NextItem()) tokens.Add(ReadToken(ref reader, $"{path}[{tokens.Count}]"));
        return tokens;
    }

    private static int ReadToken(ref Utf8JsonReader reader, string path) =>
        (int)(Expect.Integer(ref reader, path, 0, int.MaxValue) ?? throw Expect.WrongType(ref reader, path, "the number of a token"));
}
