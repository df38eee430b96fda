using System.ComponentModel.DataAnnotations;
using Perto.Learning;

namespace Perto.Targeting;

/// <summary>What is measured of each unit, from the outcomes of its name that came at or after the unit's exposure.</summary>
public sealed record ExperimentMetric
{
    /// <summary>The outcomes that are added up by unit: 1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public required string Name { get; init; }

    /// <summary>A mean over units, the share of units with a value above 0, or a ratio of sums.</summary>
    public MetricKind Kind { get; init; } = MetricKind.Mean;

    /// <summary>The outcomes of the denominator; of a ratio only, and there required.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string? Denominator { get; init; }

    /// <summary>Outcomes whose values from before the exposure adjust the effect (CUPED); not of a ratio. Often the metric's own name.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string? Covariate { get; init; }

    /// <summary>Which way is better.</summary>
    public MetricGoal Goal { get; init; }

    /// <summary>Whether it is no goal but must not get worse.</summary>
    public bool Guardrail { get; init; }

    /// <summary>How much worse, as a share of the control, a guardrail may get; 0 to 1.</summary>
    [Range(0.0, 1.0)]
    public double Margin { get; init; }
}
