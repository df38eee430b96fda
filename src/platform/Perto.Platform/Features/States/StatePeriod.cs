using System.ComponentModel;

namespace Perto.Platform;

/// <summary>The length of a window of a <see cref="StateKind.PeriodicCounter"/>.</summary>
[Description("The length of a window of a periodic counter.")]
public enum StatePeriod
{
    /// <summary>From one full hour to the next.</summary>
    Hour,

    /// <summary>From midnight to midnight UTC.</summary>
    Day,
}
