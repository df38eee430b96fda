namespace Perto.Platform;

/// <summary>What the values of a time series are in.</summary>
public enum SeriesUnit
{
    /// <summary>How many in a second.</summary>
    PerSecond,

    /// <summary>Thousandths of a second.</summary>
    Milliseconds,
}
