using System.ComponentModel.DataAnnotations;

namespace Perto.Targeting;

/// <summary>Units that are in no experiment at all, so that all of them together can be judged.</summary>
public sealed record Holdout
{
    /// <summary>Their share of all units, 0 to 0.5; none where nobody said so.</summary>
    [Range(0.0, 0.5)]
    public required double Share { get; init; }

    /// <summary>Decides, with the unit's id, who they are; as the salt of an experiment.</summary>
    [MinLength(1), MaxLength(ExperimentRules.MaxName)]
    public string Salt { get; init; } = "1";

    /// <summary>Whether a unit is among them.</summary>
    public bool Contains(string unit) => Share > 0 && Buckets.Of($"holdout.{Salt}", unit) < Math.Round(Share * Buckets.Count);
}
