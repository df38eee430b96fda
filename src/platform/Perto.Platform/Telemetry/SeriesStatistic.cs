namespace Perto.Platform;

/// <summary>What is kept of an instrument in each interval.</summary>
public enum SeriesStatistic
{
    /// <summary>How much a counter grew, per second.</summary>
    Rate,

    /// <summary>The median of a histogram's values.</summary>
    Median,

    /// <summary>The 99th percentile of a histogram's values.</summary>
    P99,
}
