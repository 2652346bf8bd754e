namespace Gateway.Llama.Grammar;

/// <summary>Text around a JSON value in an answer, and between several of them.</summary>
/// <param name="Before">Comes before the first value.</param>
/// <param name="Between">Comes between two values; null: there is one value only.</param>
/// <param name="After">Comes after the last value.</param>
internal sealed record ValueFrame(string Before, string? Between, string After)
{
    /// <summary>The body of a rule.</summary>
    /// <param name="value">The value's rule.</param>
    public string Around(string value)
    {
        var more = Between is null ? "" : $" ({GbnfText.Literal(Between)} {value})*";
        return $"{Text(Before)}{value}{more} {Text(After)}".TrimEnd();
    }

    private static string Text(string text) => text.Length > 0 ? $"{GbnfText.Literal(text)} " : "";
}
