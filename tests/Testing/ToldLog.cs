using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace CivicPlatform.Testing;

/// <summary>Keeps what is logged, so that a test can ask whether an operator would have been told.</summary>
public sealed class ToldLog : ILogger, ILoggerProvider
{
    private readonly ConcurrentQueue<(LogLevel Level, string Text)> _told = new();

    /// <summary>Texts of that level so far.</summary>
    public IReadOnlyList<string> Of(LogLevel level) => [.. _told.Where(t => t.Level == level).Select(t => t.Text)];

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception,
        Func<TState, Exception?, string> formatter) => _told.Enqueue((logLevel, formatter(state, exception)));

    public bool IsEnabled(LogLevel logLevel) => true;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose()
    {
        // Nothing to put away.
    }
}
