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

    [LoggerMessage(LogLevel.Warning, "{Pages} served pages could not be written down and are lost: rankers will not learn from them")]
    public static partial void ServedNotWritten(this ILogger<ServedLog> logger, int pages, Exception failure);

    [LoggerMessage(LogLevel.Warning, "A page of batch {Id} could not be made; the batch goes on without it")]
    public static partial void BatchPageFailed(this ILogger<BatchRunner> logger, string id, Exception failure);

    [LoggerMessage(LogLevel.Error, "Batch {Id} failed")]
    public static partial void BatchFailed(this ILogger<BatchWork> logger, string id, Exception failure);

    [LoggerMessage(LogLevel.Error, "The live ranker of {Tenant} cannot be used: the blend ranks until it can")]
    public static partial void RankerNotLoaded(this ILogger<RankerModels> logger, TenantId tenant, Exception failure);

    [LoggerMessage(LogLevel.Error, "Ranker {Version} of {Tenant}, which an experiment names, cannot be used: the live one ranks until it can")]
    public static partial void RankerVersionNotLoaded(this ILogger<RankerModels> logger, int version, TenantId tenant, Exception failure);

    [LoggerMessage(LogLevel.Error, "An experiment on the home page of {Tenant} has an arm that this server does not know: pages are made without experiments")]
    public static partial void ArmNotKnown(this ILogger<HomeExperiments> logger, TenantId tenant, Exception failure);
}
