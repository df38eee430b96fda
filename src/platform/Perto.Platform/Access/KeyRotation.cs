namespace Perto.Platform;

/// <summary>How a key is replaced.</summary>
public sealed record KeyRotation
{
    /// <summary>Seconds that the old key goes on working when nothing is said.</summary>
    public const long DefaultGraceSeconds = 24 * 60 * 60;

    /// <summary>Most seconds that the old key goes on working.</summary>
    public const long MaxGraceSeconds = 30 * DefaultGraceSeconds;

    /// <summary>Seconds that the old key goes on working, 0 to 2592000 (30 days).</summary>
    public long GraceSeconds { get; init; } = DefaultGraceSeconds;
}
