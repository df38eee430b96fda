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

    [LoggerMessage(Level = LogLevel.Error, Message = "It could not be written down that import {Id} of {Source} failed; it is tried again")]
    public static partial void ImportFailureNotWritten(this ILogger logger, string id, string source, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for imports that wait failed; the next look is later")]
    public static partial void ImportsNotLookedFor(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {Id} stopped, and its format {Kind} could not be told")]
    public static partial void ImportStopNotTold(this ILogger logger, string id, string kind, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The upload {Source} of import {Id} could not be deleted; delete it by hand")]
    public static partial void UploadNotDeleted(this ILogger logger, string id, string source, Exception exception);
}
