using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class JobLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} begins (run {Run}, {Cause})")]
    public static partial void JobBegins(this ILogger logger, string job, string run, string cause);

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} is done (run {Run}): {Result}")]
    public static partial void JobDone(this ILogger logger, string job, string run, string result);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} failed (run {Run})")]
    public static partial void JobFailed(this ILogger logger, string job, string run, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} was interrupted (run {Run}): {Reason}")]
    public static partial void JobInterrupted(this ILogger logger, string job, string run, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} was not run at {Time}: no server was there")]
    public static partial void JobSkipped(this ILogger logger, string job, DateTimeOffset time);

    [LoggerMessage(Level = LogLevel.Error, Message = "Job {Job} could not be taken up or its end not be written down; it is looked at again")]
    public static partial void JobNotHandled(this ILogger logger, string job, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "It could not be written down how far job {Job} has come (run {Run})")]
    public static partial void JobProgressNotWritten(this ILogger logger, string job, string run, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Looking for jobs that are due failed; the next look is later")]
    public static partial void JobsNotLookedFor(this ILogger logger, Exception exception);
}
