using Microsoft.Extensions.Logging;

namespace Perto.Postgres;

internal static partial class PostgresOutboxLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The connection that listens for outbox messages broke; it is made again, and until then workers look every few seconds")]
    public static partial void ListensNoMore(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "Listening for outbox messages again, after {Failures} failures")]
    public static partial void ListensAgain(this ILogger logger, int failures);
}
