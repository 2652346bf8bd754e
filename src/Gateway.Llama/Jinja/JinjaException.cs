using System.Globalization;

namespace Gateway.Llama.Jinja;

/// <summary>A template cannot be read, or failed while it was rendered.</summary>
/// <param name="reason">What is wrong, without the line.</param>
/// <param name="line">The line of the template, from 1; 0 where the thrower does not know it and a caller will add it.</param>
internal class JinjaException(string reason, int line = 0) : Exception
{
    public string Reason => reason;

    public int Line { get; set; } = line;

    public override string Message => Line == 0 ? reason : string.Create(CultureInfo.InvariantCulture, $"line {Line}: {reason}");
}
