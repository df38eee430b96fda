using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>Asks for the arms of a unit.</summary>
public sealed record AssignmentRequest
{
    /// <summary>Who or what is treated: most often a person's id, and then personal data; 1 to 256 characters.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxUnit)]
    public required string Unit { get; init; }

    /// <summary>What is known of it, for experiments that are not for all; at most 20.</summary>
    public IReadOnlyDictionary<string, string>? Attributes { get; init; }

    /// <summary>Whether this is only a look, which is no exposure.</summary>
    public bool DryRun { get; init; }
}
