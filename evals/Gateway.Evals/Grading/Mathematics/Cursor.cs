namespace Gateway.Evals.Grading.Mathematics;

/// <summary>A place in a text of LaTeX.</summary>
internal sealed class Cursor(string text)
{
    public string Text { get; } = text;

    public int At { get; set; }

    /// <summary>The next sign that is no white space; NUL at the end.</summary>
    public char Next
    {
        get
        {
            while (At < Text.Length && char.IsWhiteSpace(Text[At])) At++;
            return At < Text.Length ? Text[At] : '\0';
        }
    }

    public bool IsAtEnd => Next == '\0' && At >= Text.Length;

    public bool Skip(char sign)
    {
        if (Next != sign) return false;
        At++;
        return true;
    }

    public bool Skip(string command)
    {
        if (PeekCommand() != command) return false;
        At += command.Length + 1;
        return true;
    }

    /// <summary>The name behind a backslash, which is letters or one other sign; empty where no command is next.</summary>
    public string PeekCommand()
    {
        if (Next != '\\' || At + 1 >= Text.Length) return "";
        var end = At + 1;
        while (end < Text.Length && char.IsAsciiLetter(Text[end])) end++;
        return Text[(At + 1)..int.Max(end, At + 2)];
    }

    public string Take(Func<char, bool> belongs)
    {
        var start = At;
        while (At < Text.Length && belongs(Text[At])) At++;
        return Text[start..At];
    }
}
