using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Where log lines go.</summary>
public static class LoggingBuilderExtensions
{
    /// <summary>
    /// Writes log lines to standard error, because standard output belongs to data: as text, or one JSON object a line where
    /// <c>Perto:Telemetry:JsonLogs</c> says so.
    /// </summary>
    public static ILoggingBuilder AddPertoConsole(this ILoggingBuilder logging, TelemetrySettings settings)
    {
        const string TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        if (settings.JsonLogs)
            logging.AddJsonConsole(options => (options.TimestampFormat, options.UseUtcTimestamp, options.IncludeScopes) = (TimestampFormat.TrimEnd(), true, true));
        else
            logging.AddSimpleConsole(options => (options.TimestampFormat, options.UseUtcTimestamp, options.SingleLine) = (TimestampFormat, true, true));
        logging.AddConsole(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
        return logging;
    }
}
