using Spectre.Console;

namespace Gateway.Evals.Cli;

/// <summary>Where verbs write: a terminal with its colours, or plain lines.</summary>
internal static class TerminalOutput
{
    // A table in a log is wider than a terminal of nobody.
    private const int PlainWidth = 200;

    public static IAnsiConsole Create(TextWriter output)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = PlainWidth;
        return console;
    }
}
