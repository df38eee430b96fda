using Microsoft.Extensions.Logging;

namespace Perto.Streaming;

internal static partial class StreamingLog
{
    [LoggerMessage(Level = LogLevel.Error, Message = "Training {Id} failed")]
    public static partial void TrainingFailed(this ILogger logger, string id, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "The live model of tenant {Tenant} cannot be used; pages are made without it")]
    public static partial void ModelNotBound(this ILogger logger, TenantId tenant, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Tenant {Tenant} could not be warmed up; its first pages are slower")]
    public static partial void NotWarmedUp(this ILogger logger, TenantId tenant, Exception exception);
}
