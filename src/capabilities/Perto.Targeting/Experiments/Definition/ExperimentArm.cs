using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>A way to treat units.</summary>
public sealed record ExperimentArm
{
    /// <summary>The name under which exposures of the holdout are written down, where an experiment has <see cref="Experiment.HoldoutParameters"/>.</summary>
    public const string Holdout = "holdout";

    /// <summary>1 to 64 of a-z, 0-9, <c>-</c> and <c>_</c>.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public required string Name { get; init; }

    /// <summary>How much of the experiment's units it gets, by the sum of all weights; above 0 and at most 1,000,000.</summary>
    public double Weight { get; init; } = 1;

    /// <summary>What the caller does differently in it; at most 50.</summary>
    public IReadOnlyDictionary<string, string>? Parameters { get; init; }
}
