using Microsoft.Extensions.Logging;

namespace Perto.Targeting;

internal static partial class ExperimentLogging
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} exposures could not be written and are lost")]
    public static partial void ExposuresNotWritten(this ILogger logger, int count, Exception failure);
}
