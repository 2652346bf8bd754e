using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Reads texts in each of the forms that <c>input</c> and <c>prompt</c> have.</summary>
internal static class ModelTextReader
{
    public const string Legal = "a string, an array of strings, an array of tokens, or an array of arrays of tokens";

    /// <returns>At least one text; null for null.</returns>
    /// <exception cref="InvalidFieldException">The value is none of the forms, or has more texts than are legal.</exception>
    public static List<ModelText>? Read(ref Utf8JsonReader reader, string field, int most)
    {
        if (reader.TokenType == JsonTokenType.String) return [new ModelText(reader.GetString()!)];
        if (!Expect.Array(ref reader, field, "strings or tokens")) return null;
        var texts = new List<ModelText>();
        List<int>? tokens = null;
        while (reader.NextItem())
        {
            var path = $"{field}[{(tokens?.Count ?? texts.Count)}]";
            switch (reader.TokenType)
            {
                case JsonTokenType.String when tokens is null && texts is [] or [{ Text: not null }, ..]: texts.Add(new ModelText(reader.GetString()!)); break;
                case JsonTokenType.StartArray when tokens is null && texts is [] or [{ Tokens: not null }, ..]: texts.Add(new ModelText(ReadTokens(ref reader, path))); break;
                case JsonTokenType.Number when texts.Count == 0: (tokens ??= []).Add(ReadToken(ref reader, path)); break;
                default: throw Expect.WrongType(ref reader, path, "of the same kind as the others: strings, tokens, or arrays of tokens");
            }

            if (texts.Count > most) throw new InvalidFieldException(field, $"has more than {most} texts", InvalidFieldException.WrongValue);
        }

        if (tokens is not null) return [new ModelText(tokens)];
        return texts.Count > 0 ? texts : throw new InvalidFieldException(field, "must not be empty", InvalidFieldException.WrongValue);
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
