using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>What came of a unit: a purchase, an hour watched, a click.</summary>
public sealed record Outcome
{
    /// <summary>Whose; as in the assignment.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxUnit)]
    public required string Unit { get; init; }

    /// <summary>What was measured; metrics of experiments name it.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public required string Metric { get; init; }

    /// <summary>How much; 1 if left out.</summary>
    public double Value { get; init; } = 1;

    /// <summary>When; now if left out. Values from before the unit's exposure are covariates.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The same id of the same unit counts once. Left out: it always counts.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxUnit)]
    public string? Id { get; init; }
}
