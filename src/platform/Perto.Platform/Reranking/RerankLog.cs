using Microsoft.Extensions.Logging;

namespace Perto.Platform;

internal static partial class RerankLog
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Re-ranking: profile {Profile}, model {Model}; {Retrieve} candidates, {Keep} results")]
    public static partial void Ready(ILogger logger, string profile, ModelName model, int retrieve, int keep);

    [LoggerMessage(Level = LogLevel.Information, Message = "Re-ranking is off: answers stand in the order of retrieval ({Why})")]
    public static partial void Off(ILogger logger, string why);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Re-ranking: the model {Model} of the profile {Profile} cannot be used, so answers stand in the order of retrieval and are marked as degraded: {Why}")]
    public static partial void Unusable(ILogger logger, string profile, ModelName model, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The re-ranker {Model} failed; the answer stands in the order of retrieval: {Why}")]
    public static partial void Failed(ILogger logger, string model, string why, Exception? exception);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Feedback shows that the re-ranker {Model} harms in {Scope} of tenant {Tenant} (mean advantage {Advantage:0.000} over {Feedbacks} feedbacks); it is off until {Until:u}")]
    public static partial void Closed(ILogger logger, string model, string scope, string tenant, double advantage, long feedbacks, DateTimeOffset until);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Re-ranking: the {What} cannot be read or written, and a query is answered without it")]
    public static partial void Without(ILogger logger, string what, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Re-ranked answers cannot be written now; no feedback is taken for those that never are")]
    public static partial void AnswersNotKept(ILogger logger, Exception exception);
}
