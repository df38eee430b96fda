namespace Perto.Platform;

/// <summary>By which rules a dependency is called: its <see cref="DependencySettings"/> in the form of the HTTP API.</summary>
public sealed record DependencyRules
{
    /// <summary>Longest time of one attempt.</summary>
    /// <example>250</example>
    public required double TimeoutMs { get; init; }

    /// <summary>Attempts in all, for calls that may be made again.</summary>
    /// <example>3</example>
    public required int Attempts { get; init; }

    /// <summary>Wait before the second attempt; it doubles with each further one.</summary>
    /// <example>50</example>
    public required double RetryDelayMs { get; init; }

    /// <summary>Longest wait between two attempts.</summary>
    /// <example>10000</example>
    public required double LongestRetryDelayMs { get; init; }

    /// <summary>Share of failed attempts from which on the breaker opens.</summary>
    /// <example>0.5</example>
    public required double BreakerRatio { get; init; }

    /// <summary>Attempts within the window from which on the share counts.</summary>
    /// <example>5</example>
    public required int BreakerCalls { get; init; }

    /// <summary>How far back attempts count.</summary>
    /// <example>10000</example>
    public required double BreakerWindowMs { get; init; }

    /// <summary>How long an open breaker waits before one call tries again.</summary>
    /// <example>5000</example>
    public required double BreakerPauseMs { get; init; }

    internal static DependencyRules Of(DependencySettings settings) => new()
    {
        TimeoutMs = settings.Timeout.TotalMilliseconds,
        Attempts = settings.Attempts,
        RetryDelayMs = settings.RetryDelay.TotalMilliseconds,
        LongestRetryDelayMs = settings.LongestRetryDelay.TotalMilliseconds,
        BreakerRatio = settings.BreakerRatio,
        BreakerCalls = settings.BreakerCalls,
        BreakerWindowMs = settings.BreakerWindow.TotalMilliseconds,
        BreakerPauseMs = settings.BreakerPause.TotalMilliseconds,
    };
}
