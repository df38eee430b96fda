namespace Perto.Targeting;

/// <summary>Which way of a metric is better.</summary>
public enum MetricGoal
{
    /// <summary>More.</summary>
    Increase,

    /// <summary>Less.</summary>
    Decrease,
}
