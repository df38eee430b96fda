using System.ComponentModel;

namespace Perto.Platform;

/// <summary>What is taken of <see cref="StateKind.Statistics"/>.</summary>
[Description("What is taken of statistics.")]
public enum Statistic
{
    /// <summary>How many values there were.</summary>
    Count,

    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their variance, divided by one less than their number; none for fewer than two.</summary>
    Variance,

    /// <summary>The least.</summary>
    Min,

    /// <summary>The greatest.</summary>
    Max,
}
