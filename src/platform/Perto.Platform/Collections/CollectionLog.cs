using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class CollectionLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "What other servers published could not be opened; the next look is in seconds")]
    public static partial void NotFollowed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuild {Id} of {Alias} under {Model} begins after {Done} records")]
    public static partial void RebuildBegins(this ILogger logger, string id, string alias, string model, long done);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuild {Id} of {Alias} is done: {Records} records under {Model}")]
    public static partial void RebuildDone(this ILogger logger, string id, string alias, string model, long records);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A batch of rebuild {Id} of {Alias} failed; it is tried again")]
    public static partial void BatchFailed(this ILogger logger, string id, string alias, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rebuild {Id} of {Alias} failed; the alias stays where it was")]
    public static partial void RebuildFailed(this ILogger logger, string id, string alias, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Rebuild {Id} of {Alias} was cancelled")]
    public static partial void RebuildCancelled(this ILogger logger, string id, string alias);

    [LoggerMessage(Level = LogLevel.Error, Message = "Rebuild {Id} of {Alias} could not be taken up or its end not be written down; it is looked at again")]
    public static partial void RebuildNotHandled(this ILogger logger, string id, string alias, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for rebuilds that wait failed; the next look is later")]
    public static partial void RebuildsNotLookedFor(this ILogger logger, Exception exception);
}
