using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>Every message that the outbox logs. Errors are told without what the messages are about.</summary>
internal static partial class OutboxLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Outbox message {Id} of {Topic} failed in try {Attempt} and is tried again in {Delay}: {Error}\n{Stack}")]
    public static partial void OutboxTryFailed(this ILogger logger, string id, string topic, int attempt, TimeSpan delay, string error, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "Outbox message {Id} of {Topic} is given up after {Attempt} tries: {Error}\n{Stack}")]
    public static partial void OutboxMessageDied(this ILogger logger, string id, string topic, int attempt, string error, string? stack);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox worker of {Topic} cannot use the database; it goes on when it can")]
    public static partial void OutboxStalled(this ILogger logger, string topic, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox worker of {Topic} goes on after {Failures} failures of the database")]
    public static partial void OutboxGoesOn(this ILogger logger, string topic, int failures);

    [LoggerMessage(Level = LogLevel.Warning, Message = "An outbox worker of {Topic} lost {Count} messages to others before it was done with them; its lease is too short, or the server stood still")]
    public static partial void OutboxLeaseLost(this ILogger logger, string topic, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Leases of {Topic} could not be renewed")]
    public static partial void OutboxLeaseNotRenewed(this ILogger logger, string topic, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last leases of {Topic} could not be given back; others get the messages when they end")]
    public static partial void OutboxNotGivenBack(this ILogger logger, string topic, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The outbox could not be counted for its gauges")]
    public static partial void OutboxNotCounted(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} expired dedupe ids of the outbox deleted")]
    public static partial void OutboxCleaned(this ILogger logger, int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Expired dedupe ids of the outbox could not be deleted; they are not used either way")]
    public static partial void OutboxNotCleaned(this ILogger logger, Exception exception);
}
