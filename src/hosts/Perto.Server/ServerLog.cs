using Microsoft.Extensions.Logging;

namespace Perto.Server;

/// <summary>Every message that the server logs. Event ids are stable.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(1, LogLevel.Information, "Listening on {Address}")]
    public static partial void Listening(this ILogger logger, string address);

    [LoggerMessage(2, LogLevel.Information, "Ready: the collections are rebuilt")]
    public static partial void Ready(this ILogger logger);

    [LoggerMessage(3, LogLevel.Critical, "The collections could not be rebuilt; the server stays unready")]
    public static partial void NotReady(this ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Information, "Stopping: waiting for requests that are under way")]
    public static partial void Stopping(this ILogger logger);

    [LoggerMessage(5, LogLevel.Information, "Migration {Migration} applied")]
    public static partial void Migrated(this ILogger logger, string migration);

    [LoggerMessage(6, LogLevel.Information, "Another process has the data folder: the command line reaches this server with --server {Address}")]
    public static partial void NotPublished(this ILogger logger, string address);

    [LoggerMessage(7, LogLevel.Error, "A collection could not be compared with the database; it is served as the store has it")]
    public static partial void NotCompared(this ILogger logger, Exception exception);

    [LoggerMessage(8, LogLevel.Information, "Access mode {Mode}: {Words}")]
    public static partial void LetsIn(this ILogger logger, AccessMode mode, string words);

    // The route and not the address, which may name a person.
    [LoggerMessage(10, LogLevel.Error, "{Method} {Route} failed (trace {TraceId})")]
    public static partial void RequestFailed(this ILogger logger, Exception exception, string method, string route, string traceId);

    [LoggerMessage(11, LogLevel.Debug, "{Method} {Route} refused with {Status} {Code}")]
    public static partial void RequestRefused(this ILogger logger, string method, string route, int status, string code);

    [LoggerMessage(12, LogLevel.Debug, "{Method} {Route}: the caller went away before the answer")]
    public static partial void CallerGone(this ILogger logger, string method, string route);

    [LoggerMessage(20, LogLevel.Warning, "A claim of tenant {Tenant} on an idempotency key could not be renewed")]
    public static partial void ClaimNotRenewed(this ILogger logger, Exception exception, TenantId tenant);
}
