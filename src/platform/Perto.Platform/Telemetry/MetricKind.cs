namespace Perto.Platform;

/// <summary>How an instrument's values become those of a Prometheus metric.</summary>
internal enum MetricKind
{
    /// <summary>Values are added up; never falls.</summary>
    Counter,

    /// <summary>Values are added up; may fall.</summary>
    UpDown,

    /// <summary>The last value counts; published as a counter.</summary>
    ObservedCounter,

    /// <summary>The last value counts.</summary>
    Gauge,

    /// <summary>Values are counted by size.</summary>
    Histogram,
}
