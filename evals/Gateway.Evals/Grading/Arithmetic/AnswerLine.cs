namespace Gateway.Evals.Grading.Arithmetic;

/// <summary>
/// The expression in a reply to Game of 24: what stands on the line behind the last "Answer:", or on the last line where no such mark is, up to
/// the equals sign. Reading what was read changes nothing.
/// </summary>
internal static class AnswerLine
{
    private const string Mark = "answer:";

    public static string Read(string text)
    {
        var mark = text.LastIndexOf(Mark, StringComparison.OrdinalIgnoreCase);
        var line = mark < 0 ? LastLine(text.AsSpan().Trim()) : FirstLine(text.AsSpan(mark + Mark.Length).Trim());
        var equals = line.IndexOf('=');
        return (equals < 0 ? line : line[..equals]).Trim().ToString();
    }

    private static ReadOnlySpan<char> LastLine(ReadOnlySpan<char> text) => text[(text.LastIndexOf('\n') + 1)..];

    private static ReadOnlySpan<char> FirstLine(ReadOnlySpan<char> text) => text.IndexOf('\n') is >= 0 and var end ? text[..end] : text;
}
