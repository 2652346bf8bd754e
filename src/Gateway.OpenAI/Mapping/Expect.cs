using System.Globalization;
using System.Text.Json;

namespace Gateway.OpenAI;

/// <summary>Reads a value of the type that the protocol names, or says what it should have been. Null stands for absent, as in OpenAI's API.</summary>
internal static class Expect
{
    public static string? Text(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.String => reader.GetString(),
        _ => throw WrongType(ref reader, path, "a string"),
    };

    /// <summary>A string that has to be there and to say something.</summary>
    public static string Name(ref Utf8JsonReader reader, string path) =>
        Text(ref reader, path) is { Length: > 0 } text ? text : throw new InvalidFieldException(path, "must be a string that is not empty", InvalidFieldException.WrongValue);

    public static bool? Flag(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.Null => null,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => throw WrongType(ref reader, path, "true or false"),
    };

    public static double? Number(ref Utf8JsonReader reader, string path, double least, double most)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.Number) throw WrongType(ref reader, path, Numbers(least, most));
        return reader.TryGetDouble(out var value) && value >= least && value <= most
            ? value
            : throw new InvalidFieldException(path, $"must be {Numbers(least, most)}", InvalidFieldException.WrongValue);
    }

    public static long? Integer(ref Utf8JsonReader reader, string path, long least = long.MinValue, long most = long.MaxValue)
    {
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.Number) throw WrongType(ref reader, path, Integers(least, most));
        return reader.TryGetInt64(out var value) && value >= least && value <= most
            ? value
            : throw new InvalidFieldException(path, $"must be {Integers(least, most)}", InvalidFieldException.WrongValue);
    }

    /// <summary>True at an object's start; false for null.</summary>
    public static bool Object(ref Utf8JsonReader reader, string path) => Container(ref reader, path, JsonTokenType.StartObject, "an object");

    /// <summary>True at an array's start; false for null.</summary>
    public static bool Array(ref Utf8JsonReader reader, string path, string items) => Container(ref reader, path, JsonTokenType.StartArray, $"an array of {items}");

    public static InvalidFieldException WrongType(ref Utf8JsonReader reader, string path, string legal) =>
        new(path, $"must be {legal}, not {Describe(reader.TokenType)}", InvalidFieldException.WrongType);

    public static InvalidFieldException Missing(string path, string legal) => new(path, $"is required: {legal}", InvalidFieldException.Missing);

    private static bool Container(ref Utf8JsonReader reader, string path, JsonTokenType start, string legal) =>
        reader.TokenType == start || (reader.TokenType == JsonTokenType.Null ? false : throw WrongType(ref reader, path, legal));

    private static string Numbers(double least, double most) => string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}");

    private static string Integers(long least, long most) => (least, most) switch
    {
        (long.MinValue, long.MaxValue) => "an integer of 64 bits",
        (_, long.MaxValue) => string.Create(CultureInfo.InvariantCulture, $"an integer of at least {least}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"an integer from {least} to {most}"),
    };

    private static string Describe(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "a boolean",
    };
}
