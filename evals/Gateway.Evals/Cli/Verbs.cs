using System.CommandLine;
using Gateway.Evals.Reports;
using Gateway.Evals.Running;
using Gateway.Evals.Suites;
using Gateway.Hosting;

namespace Gateway.Evals.Cli;

/// <summary>What all verbs have in common: how they end.</summary>
internal static class Verbs
{
    public const int Done = 0;

    /// <summary>A condition of <c>--fail-if</c> holds, or items have failed.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for cannot be done as it was asked.</summary>
    public const int Unusable = 2;

    /// <summary>As shells say it of a program that Ctrl-C ended.</summary>
    public const int Stopped = 130;

    /// <summary>Does the work of a verb, and turns what it throws into a message and an exit code.</summary>
    public static async Task<int> GuardAsync(ParseResult parse, Func<Task<int>> work)
    {
        var errors = parse.InvocationConfiguration.Error;
        try
        {
            return await work();
        }
        catch (Exception exception) when (exception is SuiteProblemException or GatewayConfigurationException or RunFolderException or ReportException)
        {
            await errors.WriteLineAsync(exception.Message);
            return Unusable;
        }
        catch (EvaluationStoppedException exception)
        {
            await errors.WriteLineAsync($"Stopped: {exception.Message}");
            return Failed;
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or UnauthorizedAccessException)
        {
            await errors.WriteLineAsync(exception.Message);
            return Unusable;
        }
        catch (IOException exception)
        {
            await errors.WriteLineAsync($"Stopped: {exception.Message} What was finished is kept; the same command goes on.");
            return Failed;
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Stopped. What was finished is kept; the same command goes on.");
            return Stopped;
        }
    }
}
