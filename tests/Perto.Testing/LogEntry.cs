using Microsoft.Extensions.Logging;

namespace Perto.Testing;

/// <summary>One line of a log.</summary>
/// <param name="Level">How serious it is.</param>
/// <param name="Category">The logger's category, usually the full name of a type; empty where there is none.</param>
/// <param name="Event">Number and name of the kind of message.</param>
/// <param name="Message">The text with its values.</param>
/// <param name="Exception">What went wrong, if something did.</param>
public sealed record LogEntry(LogLevel Level, string Category, EventId Event, string Message, Exception? Exception);
