using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perto.Testing;

/// <summary>
/// Keeps what was logged so that a test can look at it. Give it to a class (<see cref="For{T}"/>) or, as a provider, to a host
/// (<c>builder.Logging.AddProvider(logger)</c>).
/// </summary>
public sealed class CollectingLogger : ILogger, ILoggerProvider
{
    private readonly ConcurrentQueue<LogEntry> _entries = new();

    /// <summary>All that was logged so far, oldest first.</summary>
    public IReadOnlyList<LogEntry> Entries => [.. _entries];

    /// <summary>A logger with the category of <typeparamref name="T"/> that writes here.</summary>
    public ILogger<T> For<T>() => LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Trace).AddProvider(this)).CreateLogger<T>();

    ILogger ILoggerProvider.CreateLogger(string categoryName) => new Category(categoryName, this);

    void ILogger.Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _entries.Enqueue(new LogEntry(logLevel, "", eventId, formatter(state, exception), exception));

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    void IDisposable.Dispose()
    {
    }

    private sealed class Category(string name, CollectingLogger all) : ILogger
    {
        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            all._entries.Enqueue(new LogEntry(logLevel, name, eventId, formatter(state, exception), exception));

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;
    }
}
