using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>A unit that is not assigned by its hash, and never counts in results.</summary>
public sealed record ExperimentOverride
{
    /// <summary>The unit; 1 to 256 characters.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxUnit)]
    public required string Unit { get; init; }

    /// <summary>The arm that it always has; left out, it is in no arm.</summary>
    public string? Arm { get; init; }
}
