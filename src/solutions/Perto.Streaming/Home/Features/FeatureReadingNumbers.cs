using Perto.Platform;

namespace Perto.Streaming;

/// <summary>Numbers of a reading as features have them.</summary>
internal static class FeatureReadingNumbers
{
    /// <summary>The number; NaN where it is missing.</summary>
    public static double NumberOrNaN(this in FeatureReading reading, int ordinal) => reading.TryNumber(ordinal, out double number) ? number : double.NaN;

    /// <summary>The number; 0 where nothing was counted.</summary>
    public static double NumberOrZero(this in FeatureReading reading, int ordinal) => reading.TryNumber(ordinal, out double number) ? number : 0;
}
