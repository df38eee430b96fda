namespace Perto.Platform;

/// <summary>How a service outside the server does, as this process sees it, and by which rules it is called.</summary>
public sealed record DependencyStatus
{
    /// <summary>Its name, as settings and metrics have it.</summary>
    /// <example>redis</example>
    public required string Name { get; init; }

    /// <summary>What it is used for, and what happens without it.</summary>
    /// <example>Shared cache and online features; without it the database answers</example>
    public required string Purpose { get; init; }

    /// <summary>What calls meet now.</summary>
    public required DependencyState State { get; init; }

    /// <summary>Calls since the start of this process.</summary>
    /// <example>1204</example>
    public required long Calls { get; init; }

    /// <summary>Calls that failed after all their attempts.</summary>
    /// <example>3</example>
    public required long Failures { get; init; }

    /// <summary>Attempts beyond the first.</summary>
    /// <example>6</example>
    public required long Retries { get; init; }

    /// <summary>Calls that failed at once because too many before them had failed.</summary>
    /// <example>0</example>
    public required long Refused { get; init; }

    /// <summary>Times that something was answered without it.</summary>
    /// <example>3</example>
    public required long Fallbacks { get; init; }

    /// <summary>Why the latest call that failed did so.</summary>
    /// <example>did not answer within 250 ms</example>
    public string? Failure { get; init; }

    /// <summary>When that was.</summary>
    public DateTimeOffset? LastFailedAt { get; init; }

    /// <summary>How it is called.</summary>
    public required DependencyRules Rules { get; init; }
}
