using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class AccessLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be written down when keys were last used; it is tried again in a minute")]
    public static partial void UseNotWritten(this ILogger logger, Exception exception);
}
