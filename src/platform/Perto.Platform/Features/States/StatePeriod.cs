namespace Perto.Platform;

/// <summary>The length of a window of a <see cref="StateKind.PeriodicCounter"/>.</summary>
public enum StatePeriod
{
    /// <summary>From one full hour to the next.</summary>
    Hour,

    /// <summary>From midnight to midnight UTC.</summary>
    Day,
}
