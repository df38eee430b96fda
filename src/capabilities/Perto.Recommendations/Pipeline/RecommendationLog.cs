using Microsoft.Extensions.Logging;

namespace Perto.Recommendations;

internal static partial class RecommendationLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Candidate source {Source} failed and was left out of the answer")]
    public static partial void SourceFailed(this ILogger logger, string source, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The candidates could not be described: they are ranked without features")]
    public static partial void FeaturesFailed(this ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Candidate source {Source} was late (budget {Budget} ms) and was left out of the answer")]
    public static partial void SourceLate(this ILogger logger, string source, double budget);
}
