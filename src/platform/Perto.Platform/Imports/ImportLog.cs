using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class ImportLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Import {Id} of {Source} goes on after {Rows} rows")]
    public static partial void ImportResumes(this ILogger logger, string id, string source, long rows);

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {Id} of {Source} is run by another process")]
    public static partial void ImportTaken(this ILogger logger, string id, string source);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Id} of {Source} failed")]
    public static partial void ImportNotRun(this ILogger logger, string id, string source, Exception exception);
}
