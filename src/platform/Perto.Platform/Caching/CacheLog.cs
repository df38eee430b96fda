using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class CacheLog
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The other servers were not told of a removal from the cache {Cache}: {Reason}")]
    public static partial void NotTold(ILogger logger, string cache, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A value of the cache {Cache} could not be made anew in the background; the old one is given meanwhile")]
    public static partial void NotRefreshed(ILogger logger, string cache, Exception exception);
}
