using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>What is logged about privacy: ids of erasures, never of people.</summary>
internal static partial class PrivacyLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Erasure {Id} is done")]
    public static partial void ErasureDone(this ILogger logger, string id);

    [LoggerMessage(Level = LogLevel.Error, Message = "Erasure {Id} stopped ({Kind}): {Failure}; it is tried again")]
    public static partial void ErasureStopped(this ILogger logger, string id, string kind, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The files of the database could not be cleaned after an erasure; it is tried again")]
    public static partial void NotPurged(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "It could not be written down that an erasure stopped; it is tried again")]
    public static partial void FailureNotWritten(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for erasures that wait failed; the next look is later")]
    public static partial void ErasuresNotLookedFor(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention deleted {Rows} rows of {Table}")]
    public static partial void Retained(this ILogger logger, long rows, string table);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rows that are kept too long could not be deleted; the next turn is later")]
    public static partial void RetentionFailed(this ILogger logger, Exception exception);
}
