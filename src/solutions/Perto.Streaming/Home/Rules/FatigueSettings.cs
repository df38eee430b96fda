using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>When a title that is shown and shown and never opened gives its place to others; section <c>Perto:Streaming:Fatigue</c>.</summary>
public sealed class FatigueSettings
{
    /// <summary>Days that are looked back; 0 turns the rule off.</summary>
    [Range(0, 365)]
    public int Days { get; set; } = 14;

    /// <summary>From so many showings on a title is lowered.</summary>
    [Range(1, 10_000)]
    public int LowerFrom { get; set; } = 5;

    /// <summary>What its score is multiplied with then.</summary>
    [Range(0.01, 1)]
    public double Factor { get; set; } = 0.5;

    /// <summary>From so many showings on a title is not shown until the showings are <see cref="Days"/> old.</summary>
    [Range(1, 10_000)]
    public int DropFrom { get; set; } = 15;
}
