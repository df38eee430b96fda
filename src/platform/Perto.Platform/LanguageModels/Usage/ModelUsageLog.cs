using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class ModelUsageLog
{
    [LoggerMessage(LogLevel.Warning, "What language models took could not be written; it is kept and tried again")]
    public static partial void UsageNotWritten(this ILogger<ModelUsage> logger, Exception failure);
}
