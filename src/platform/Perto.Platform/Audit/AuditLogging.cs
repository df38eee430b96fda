using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class AuditLogging
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} entries of the audit log could not be written; they are kept and tried again until the server stops")]
    public static partial void EntriesNotWritten(this ILogger logger, Exception exception, int count);

    [LoggerMessage(Level = LogLevel.Error, Message = "Old entries of the audit log could not be deleted; it is tried again in a day")]
    public static partial void NotTrimmed(this ILogger logger, Exception exception);
}
