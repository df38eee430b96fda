namespace Perto.Platform;

/// <summary>How long a message waits after a failed try.</summary>
internal static class OutboxBackoff
{
    /// <summary>
    /// Doubles from <see cref="OutboxTopicOptions.FirstBackoff"/> with each try up to <see cref="OutboxTopicOptions.LongestBackoff"/>; of that
    /// at least a half, so that messages that failed together do not come back together.
    /// </summary>
    /// <param name="options">Of the topic.</param>
    /// <param name="attempt">The try that failed, from 1.</param>
    /// <param name="random">From 0 to 1.</param>
    public static TimeSpan After(OutboxTopicOptions options, int attempt, double random)
    {
        double full = Math.Min(options.FirstBackoff.Ticks * Math.Pow(2, attempt - 1), options.LongestBackoff.Ticks);
        return TimeSpan.FromTicks((long)(full * (0.5 + (random / 2))));
    }
}
