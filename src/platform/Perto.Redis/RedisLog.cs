using Microsoft.Extensions.Logging;

namespace Perto.Redis;

internal static partial class RedisLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection to Redis at {Address} was lost ({Reason}); it is made again by itself, and until then Perto does without")]
    public static partial void Lost(ILogger logger, string address, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Looking after the connection to Redis at {Address} failed; it is looked after again in a moment")]
    public static partial void NotWatched(ILogger logger, string address, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Redis at {Address} answers again")]
    public static partial void Restored(ILogger logger, string address);
}
