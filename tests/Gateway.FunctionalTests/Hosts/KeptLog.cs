using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Gateway.FunctionalTests.Hosts;

/// <summary>Keeps what the gateway logs for an operator's eyes: warnings, and errors, which are bugs that no client may have seen.</summary>
internal sealed class KeptLog : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _lines = [];

    public IReadOnlyCollection<string> Errors => [.. _lines.Where(static line => line.Level >= LogLevel.Error).Select(static line => line.Text)];

    public IReadOnlyCollection<string> Warnings => [.. _lines.Where(static line => line.Level == LogLevel.Warning).Select(static line => line.Text)];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel)) _lines.Enqueue((logLevel, $"{formatter(state, exception)} {exception}"));
    }

    public void Dispose()
    {
        // Nothing to release.
    }
}
