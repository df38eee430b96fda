namespace Perto.Learning;

/// <summary>How an interval is read off the resamples.</summary>
public enum BootstrapInterval
{
    /// <summary>The quantiles of the resamples themselves.</summary>
    Percentile,

    /// <summary>Corrected for bias and for a spread that moves with the value (BCa, Efron 1987). Costs the statistic once more for each value, at most 2,000 times.</summary>
    BiasCorrected,
}
